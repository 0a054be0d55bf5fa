/**
 * For what must not wait for something that takes a minute: far more than any budget in these tests, so that a busy machine
 * does not matter, and far less than that minute.
 */
export const IN_TIME_MILLISECONDS = 8_000;

package dev.raincheck.core;

/**
 * A call that has ended, with what is replayed for it.
 *
 * @param row its final state
 * @param response status and body; for a cancelled or expired call only the status
 */
public record EndedCall(CallRow row, StoredResponse response) {}

package dev.raincheck.core;

import java.util.Optional;

/**
 * A call that has ended, with what is replayed for it.
 *
 * @param row its final state
 * @param response status and body; for a cancelled or expired call only the status; empty if what
 *     is stored cannot be read
 */
public record EndedCall(CallRow row, Optional<StoredResponse> response) {}

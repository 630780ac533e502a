package dev.raincheck.delivery;

import java.util.Map;

/**
 * One try of a delivery, ready to be posted.
 *
 * @param headers all but those of the connection
 * @param body owned by this record and not to be changed
 */
record Letter(Map<String, String> headers, byte[] body) {}

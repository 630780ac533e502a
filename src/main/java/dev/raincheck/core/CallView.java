package dev.raincheck.core;

import dev.raincheck.contract.Call;

/** Shows a call as its caller sees it, the same on every way out. */
@FunctionalInterface
public interface CallView {
  Call call(CallRow row);
}

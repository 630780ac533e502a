package dev.raincheck.faults.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One line of a history. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Exchange.class, name = "exchange"),
  @JsonSubTypes.Type(value = Execution.Begin.class, name = "begin"),
  @JsonSubTypes.Type(value = Execution.End.class, name = "end"),
  @JsonSubTypes.Type(value = Fault.class, name = "fault"),
  @JsonSubTypes.Type(value = Row.Call.class, name = "call"),
  @JsonSubTypes.Type(value = Row.Pending.class, name = "pending"),
  @JsonSubTypes.Type(value = Row.Outcome.class, name = "outcome"),
  @JsonSubTypes.Type(value = Row.Attempt.class, name = "attempt"),
  @JsonSubTypes.Type(value = Row.Key.class, name = "key"),
  @JsonSubTypes.Type(value = ClockReading.class, name = "clock")
})
public sealed interface Entry permits Exchange, Execution, Fault, Row, ClockReading {}

package coffer.operations;

import java.time.Clock;

/// The rules that handlers compose.
public record Services(Account account, Clock clock) {}

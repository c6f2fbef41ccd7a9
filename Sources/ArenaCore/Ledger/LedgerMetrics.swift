import Metrics

/// What the ledger counts about its work.
struct LedgerMetrics: Sendable {
    private let entries = Counter(label: "arena_ledger_entries_total")
    private let exactFits = Timer(label: "arena_fit_seconds", dimensions: [("kind", "exact")])
    private let liveFits = Timer(label: "arena_fit_seconds", dimensions: [("kind", "live")])

    /// Entries of the log were folded.
    func folded(_ count: Int) { entries.increment(by: count) }

    /// A board was made.
    func published(_ effort: Duration, isExact: Bool) {
        (isExact ? exactFits : liveFits).record(duration: effort)
    }
}

/// Works out what can be said of any two models, when somebody asks, and keeps it while it is fresh.
public actor Comparisons {
    private struct Kept {
        let standings: PairStandings
        let isGoodUntil: ContinuousClock.Instant
    }

    private let publisher: SnapshotPublisher
    private let interval: Duration
    private let executor = ComputeExecutor(label: "arena.comparisons")
    private var kept: Kept?

    /// It runs on a thread of its own.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Comparisons of what a publisher shows.
    ///
    /// - Parameter interval: the least time between two computations.
    public init(publisher: SnapshotPublisher, interval: Duration) {
        self.publisher = publisher
        self.interval = interval
    }

    /// The standings of the state that is published, or of one published a moment ago.
    ///
    /// - Throws: `ArenaError` with `.unavailable` while nothing is published.
    public func standings() throws -> PairStandings {
        guard let state = publisher.current else {
            throw ArenaError(.unavailable, "The arena is still reading its battle log. Try again in a moment.")
        }
        let start = ContinuousClock.now
        if let kept {
            let known = kept.standings.state
            if known.revision == state.revision { return kept.standings }
            if kept.isGoodUntil > start, known.catalogue.revision == state.catalogue.revision { return kept.standings }
        }
        let standings = PairStandings(state)
        let effort = start.duration(to: .now)
        kept = Kept(standings: standings, isGoodUntil: start + max(interval, effort * 3))
        return standings
    }
}

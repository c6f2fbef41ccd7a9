/// The votes that wait to be written and those being written, as a value: who is next, who has waited too long, what each is told.
///
/// `Answer` is what a vote is answered through; time is passed in. ``VoteBatcher`` carries out what this decides.
struct VoteQueue<Answer: Sendable>: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// A vote on its way.
    struct Vote: Sendable {
        let battle: NewBattle
        let stream: Stream
        let arrivedAt: Instant
        let deadline: Instant
        let answer: Answer
    }

    /// What a vote is told.
    struct Reply: Sendable {
        let answer: Answer
        let arrivedAt: Instant
        let result: Result<AppendResult, ArenaError>
    }

    /// The most votes in one transaction.
    let batchLimit: Int
    /// The most votes that may wait.
    let waitingLimit: Int

    /// In the order of their arrival.
    private(set) var waiting: [Vote] = []
    /// Those of the batch being written that are not answered yet.
    private(set) var writing: [Vote] = []
    private(set) var isClosed = false
    /// Why the batch could not be written at the last try.
    private var failure: ArenaError?

    init(batchLimit: Int, waitingLimit: Int) {
        self.batchLimit = batchLimit
        self.waitingLimit = waitingLimit
    }

    /// Takes a vote in.
    ///
    /// - Returns: why not, if not.
    mutating func admit(_ vote: Vote) -> ArenaError? {
        if isClosed {
            return ArenaError(.unavailable, "The arena is shutting down. Send the same vote again in a moment.")
        }
        if waiting.count >= waitingLimit {
            return ArenaError(.overloaded, "Too many votes are waiting. Send the same vote again in a moment.")
        }
        waiting.append(vote)
        return nil
    }

    /// Takes in no more.
    mutating func close() { isClosed = true }

    /// Begins the next batch: those who wait longest, of one stream.
    ///
    /// - Returns: the battles to write, each once, and their stream; `nil` when nobody waits.
    mutating func beginBatch() -> (battles: [NewBattle], stream: Stream)? {
        precondition(writing.isEmpty, "one batch is written after the other")
        guard let stream = waiting.first?.stream else { return nil }
        if waiting.count <= batchLimit, waiting.allSatisfy({ $0.stream == stream }) {
            swap(&writing, &waiting)
        } else {
            var rest: [Vote] = []
            rest.reserveCapacity(waiting.count)
            for vote in waiting {
                if vote.stream == stream && writing.count < batchLimit {
                    writing.append(vote)
                } else {
                    rest.append(vote)
                }
            }
            waiting = rest
        }
        return (distinct(writing), stream)
    }

    /// Of some battles of the batch, those that somebody still waits for.
    func awaited(of battles: [NewBattle]) -> [NewBattle] {
        let awaited = Set(writing.map(\.battle.id))
        return battles.filter { awaited.contains($0.id) }
    }

    /// The database said what became of some battles of the batch.
    mutating func settle(_ battles: [NewBattle], _ results: [AppendResult]) -> [Reply] {
        failure = nil
        var outcomes = Dictionary(zip(battles.map(\.id), results)) { first, _ in first }
        var written = Dictionary(battles.map { ($0.id, $0.outcome) }) { first, _ in first }
        return answer { vote in
            guard let result = outcomes[vote.battle.id] else { return nil }
            // Of votes on one battle the first wrote it, and the others find it written.
            if case .appended(let seq) = result, let outcome = written.removeValue(forKey: vote.battle.id) {
                outcomes[vote.battle.id] = .present(RecordedOutcome(seq: seq, outcome: outcome))
            }
            return .success(result)
        }
    }

    /// The database did not confirm the batch; it is tried again.
    mutating func fail(_ error: ArenaError) { failure = error }

    /// A battle of the batch cannot be written.
    mutating func reject(_ battle: NewBattle, _ error: ArenaError) -> [Reply] {
        answer { $0.battle.id == battle.id ? .failure(error) : nil }
    }

    /// Lets go of those who have waited too long.
    ///
    /// Their votes may be written all the same: to send them again is safe.
    mutating func expire(at now: Instant) -> [Reply] {
        let late =
            failure
            ?? ArenaError(
                .timeout,
                "The vote was not confirmed in time. Send the same vote again: it counts once, however often it is sent."
            )
        var replies = answer { $0.deadline <= now ? .failure(late) : nil }
        guard waiting.contains(where: { $0.deadline <= now }) else { return replies }
        for vote in waiting where vote.deadline <= now {
            replies.append(Reply(answer: vote.answer, arrivedAt: vote.arrivedAt, result: .failure(late)))
        }
        waiting.removeAll { $0.deadline <= now }
        return replies
    }

    private mutating func answer(_ result: (Vote) -> Result<AppendResult, ArenaError>?) -> [Reply] {
        var replies: [Reply] = []
        var rest: [Vote] = []
        for vote in writing {
            if let result = result(vote) {
                replies.append(Reply(answer: vote.answer, arrivedAt: vote.arrivedAt, result: result))
            } else {
                rest.append(vote)
            }
        }
        writing = rest
        return replies
    }

    private func distinct(_ votes: [Vote]) -> [NewBattle] {
        var met: Set<Identifier<Battle>> = []
        return votes.compactMap { met.insert($0.battle.id).inserted ? $0.battle : nil }
    }
}

public import Foundation
public import Ranking

/// The arena's rules: draws a battle for a voter, and takes the vote on it.
public struct VoteService: Sendable {
    /// A battle as it may be shown: texts and a ticket, and nothing that tells who wrote what.
    public struct ServedBattle: Sendable {
        /// What to send back with the vote.
        public let ticket: String
        /// Until when a first vote on it is taken.
        public let expiresAt: Date
        /// What both were asked.
        public let prompt: Prompt
        /// The turns of side A.
        public let responseA: [String]
        /// The turns of side B.
        public let responseB: [String]
        /// Whether it is sample content.
        public let isSample: Bool
    }

    /// What became of a vote.
    public struct Receipt: Sendable, Equatable {
        /// The battle's name in the log.
        public let battle: Identifier<Battle>
        /// The outcome as it stands in the log.
        public let outcome: Outcome
        /// Its place in the stream.
        public let seq: Int64
        /// Whether it stood there before this request.
        public let isReplay: Bool
        /// Whether it counts: as far as is known, nobody has taken it out.
        public let isCounted: Bool
        /// Who was on side A.
        public let modelA: Model
        /// Who was on side B.
        public let modelB: Model
    }

    private let catalogues: any CatalogueStore
    private let log: any BattleLog
    private let batcher: VoteBatcher
    private let publisher: SnapshotPublisher
    private let sealer: TicketSealer
    private let ticketLifetime: Duration
    private let chosen = ChosenDraws()

    /// - Parameter ticketLifetime: how long after it was served a battle may still be voted on.
    public init(
        catalogues: any CatalogueStore,
        log: any BattleLog,
        batcher: VoteBatcher,
        publisher: SnapshotPublisher,
        sealer: TicketSealer,
        ticketLifetime: Duration
    ) {
        self.catalogues = catalogues
        self.log = log
        self.batcher = batcher
        self.publisher = publisher
        self.sealer = sealer
        self.ticketLifetime = ticketLifetime
    }

    /// Draws a battle for a voter.
    ///
    /// - Parameter choice: the kind of prompts the voter wants to see.
    /// - Throws: `ArenaError`: `.noBattles` when nothing is on offer, `.unavailable` while the arena is not ready.
    public func draw(for voter: VoterID, choice: PromptChoice = PromptChoice()) async throws -> ServedBattle {
        guard let state = publisher.current else {
            throw ArenaError(.unavailable, "The arena is still reading its battle log. Try again in a moment.")
        }
        var generator = SystemRandomNumberGenerator()
        let draws = choice.isOpen ? state.draws : chosen.draws(of: choice, in: state)
        guard let draw = draws.draw(using: &generator) else {
            throw ArenaError(
                .noBattles,
                choice.isOpen
                    ? "There is nothing to vote on yet: no prompt has answers of two models."
                    : "No prompt of the kind you chose has answers of two models. Choose less narrowly."
            )
        }
        let stream = state.catalogue.stream
        let texts = try await catalogues.texts(of: draw.prompt, responses: [draw.sideA.id, draw.sideB.id], in: stream)
        let now = Date()
        let pairing = Pairing(
            battle: .timeOrdered(at: now),
            stream: stream,
            prompt: draw.prompt,
            responseA: draw.sideA.id,
            responseB: draw.sideB.id,
            modelA: draw.sideA.model,
            modelB: draw.sideB.model,
            probability: draw.probability,
            policy: SamplingPolicy.version,
            voter: voter,
            servedAt: now
        )
        let expiresAt = now.addingTimeInterval(ticketLifetime / .seconds(1))
        return ServedBattle(
            ticket: try sealer.seal(pairing, expiresAt: expiresAt),
            expiresAt: expiresAt,
            prompt: texts.prompt,
            responseA: texts.responses[0].messages,
            responseB: texts.responses[1].messages,
            isSample: state.catalogue.isSample
        )
    }

    /// Records a vote, once, whatever is sent how often; returns when it is durable.
    ///
    /// - Parameter deadline: when to stop waiting for the database.
    /// - Throws: `ArenaError`: the ticket's codes, `.outcomeConflict`, `.overloaded`, `.timeout`, `.unavailable`.
    public func vote(
        _ ballot: Ballot,
        by deadline: ContinuousClock.Instant = .now + .seconds(30)
    ) async throws -> Receipt {
        let (pairing, isExpired) = try opened(ballot)
        if isExpired {
            // A vote that was taken in time stays taken: its sender may only now have got back online.
            guard let recorded = try await log.recordedOutcome(of: pairing.battle, in: pairing.stream) else {
                throw ArenaError(.ticketExpired, "This battle was served too long ago. Ask for a new one.")
            }
            return try await receipt(pairing, wanted: ballot.outcome, .present(recorded))
        }
        let result = try await batcher.append(battle(pairing, ballot), to: pairing.stream, by: deadline)
        return try await receipt(pairing, wanted: ballot.outcome, result)
    }

    /// Records a vote as ``vote(_:by:)`` does, without a task that waits for it.
    ///
    /// - Parameter answer: called once, on any thread, if this returns true.
    /// - Returns: false, with nothing done, where only the database can tell who was voted on or whether it was in time.
    /// - Throws: `ArenaError` when the vote is refused at once.
    public func submit(
        _ ballot: Ballot,
        by deadline: ContinuousClock.Instant,
        answer: @escaping @Sendable (Result<Receipt, ArenaError>) -> Void
    ) throws(ArenaError) -> Bool {
        let (pairing, isExpired) = try opened(ballot)
        guard !isExpired, let catalogue = publisher.current?.catalogue,
            let modelA = catalogue.model(id: pairing.modelA), let modelB = catalogue.model(id: pairing.modelB)
        else { return false }
        batcher.append(battle(pairing, ballot), to: pairing.stream, by: deadline) { result in
            answer(
                result.flatMap { result in
                    receipt(pairing, wanted: ballot.outcome, result, modelA, modelB)
                }
            )
        }
        return true
    }

    /// The pairing that a ballot is about, and whether its time is over.
    private func opened(_ ballot: Ballot) throws(ArenaError) -> (pairing: Pairing, isExpired: Bool) {
        let opened = try sealer.open(ballot.ticket, by: ballot.voter)
        return (opened.pairing, Date() > opened.expiresAt)
    }

    private func battle(_ pairing: Pairing, _ ballot: Ballot) -> NewBattle {
        var battle = NewBattle(
            pairing: pairing,
            outcome: ballot.outcome,
            network: ballot.network,
            votedAt: max(Date(), pairing.servedAt),
            source: .crowd
        )
        if let traits = publisher.current?.catalogue.prompt(id: pairing.prompt)?.traits {
            (battle.language, battle.tags) = (traits.language, traits.tags)
        }
        return battle
    }

    private func receipt(_ pairing: Pairing, wanted: Outcome, _ result: AppendResult) async throws -> Receipt {
        let (modelA, modelB) = (try await model(pairing.modelA), try await model(pairing.modelB))
        return try receipt(pairing, wanted: wanted, result, modelA, modelB).get()
    }

    private func receipt(
        _ pairing: Pairing,
        wanted: Outcome,
        _ result: AppendResult,
        _ modelA: Model,
        _ modelB: Model
    ) -> Result<Receipt, ArenaError> {
        let recorded: RecordedOutcome
        let isReplay: Bool
        switch result {
        case .appended(let seq): (recorded, isReplay) = (RecordedOutcome(seq: seq, outcome: wanted), false)
        case .present(let stored): (recorded, isReplay) = (stored, true)
        case .dangling:
            return .failure(ArenaError(.notFound, "What the battle refers to is no longer stored."))
        }
        guard recorded.outcome == wanted else {
            return .failure(
                ArenaError(
                    .outcomeConflict,
                    "This battle was voted on already, as \(recorded.outcome.label); a vote cannot be changed."
                )
            )
        }
        return .success(
            Receipt(
                battle: pairing.battle,
                outcome: recorded.outcome,
                seq: recorded.seq,
                isReplay: isReplay,
                isCounted: isReplay ? isCounted(recorded.seq, of: pairing.stream) : true,
                modelA: modelA,
                modelB: modelB
            )
        )
    }

    private func isCounted(_ seq: Int64, of stream: Stream) -> Bool {
        guard let state = publisher.current, state.catalogue.stream == stream else { return true }
        return !state.excluded.contains(seq)
    }

    /// The model of a battle that may have been served from another catalogue than the one on offer now.
    private func model(_ id: ModelID) async throws -> Model {
        if let model = publisher.current?.catalogue.model(id: id) { return model }
        return try await catalogues.model(id)
    }
}

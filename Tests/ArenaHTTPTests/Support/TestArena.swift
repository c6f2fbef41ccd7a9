import ArenaCore
import ArenaHTTP
import Crypto
import Foundation
import Hummingbird
import Logging
import Ranking

/// A small arena over stores in memory, with everything between them and the wire as in production.
struct TestArena: Sendable {
    static let ticketKey = SymmetricKey(data: Array(repeating: UInt8(7), count: 32))

    let log = FakeLog()
    let history = FakeHistory()
    let archive = FakeArchive()
    let asides = FakeAsides()
    let publisher = SnapshotPublisher()
    let sealer = TicketSealer(key: ticketKey)
    let pseudonyms = VoterPseudonyms(key: SymmetricKey(data: Array(repeating: UInt8(9), count: 32)))
    let batcher: VoteBatcher
    let votes: VoteService
    let catalogue: Catalogue
    let store: FakeCatalogue
    let pages: URL

    /// The models: four that are listed, of which one never won, one retired, one in preview, one hidden.
    static let models: [Model] = [
        ("ash", "Ash 1", ModelStage.listed), ("birch", "Birch 2", .listed), ("cedar", "Cedar 3", .listed),
        ("elm", "Elm", .retired), ("fir", "Fir", .preview), ("gum", "Gum", .hidden), ("holly", "Holly", .listed),
    ].enumerated().map { number, model in
        Model(
            id: ModelID(rawValue: Int32(number + 1)),
            slug: model.0,
            name: model.1,
            organization: number == 1 ? nil : "Grove",
            license: number == 2 ? nil : "open",
            inputPrice: number == 0 ? 0.25 : nil,
            outputPrice: number == 0 ? 1.5 : nil,
            contextTokens: number == 0 ? 128_000 : nil,
            stage: model.2,
            firstSeen: Date(timeIntervalSince1970: 1_700_000_000.25)
        )
    }

    init(ticketLifetime: Duration = .seconds(600)) throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let prompts = [
            Prompt(messages: [PromptMessage(role: "user", content: "Which *tree*?")], language: "en"),
            Prompt(messages: [PromptMessage(role: "user", content: "나무?")], language: nil),
        ]
        var responses: [ArenaCore.Response] = []
        let references = prompts.map { prompt in
            let answers = Self.models.filter(\.stage.fights).map { model in
                let messages = ["An answer with **weight**.\n\n- leaf\n- root"]
                let id = ArenaCore.Response.identifier(prompt: prompt.id, model: model.name, messages: messages)
                responses.append(ArenaCore.Response(id: id, messages: messages))
                return Catalogue.ResponseReference(id: id, model: model.id)
            }
            return Catalogue.PromptReference(
                id: prompt.id,
                responses: answers,
                traits: Traits(language: prompt.language, tags: prompt.language == nil ? [] : ["trees"]),
                length: PromptLength(characters: prompt.characters)
            )
        }
        catalogue = Catalogue(revision: 1, stream: .main, models: Self.models, prompts: references)
        store = FakeCatalogue(catalogue, prompts: prompts, responses: responses)
        batcher = VoteBatcher(log: log, nudge: LogNudge(), logger: logger)
        votes = VoteService(
            catalogues: store,
            log: log,
            batcher: batcher,
            publisher: publisher,
            sealer: sealer,
            ticketLifetime: ticketLifetime
        )
        pages = FileManager.default.temporaryDirectory.appending(path: "arena-pages-\(UUID().uuidString)/pages")
    }

    /// Publishes a state made of some battles, and notes that it is fresh.
    func publish(revision: Int = 1, more: Int64 = 0, catalogue: Catalogue? = nil, excluded: Set<Int64> = []) {
        let catalogue = catalogue ?? self.catalogue
        var counts = PairCounts(modelCount: catalogue.models.count)
        func add(_ winner: String, _ loser: String, _ outcome: Outcome, _ count: Int64) {
            guard let a = catalogue.models.firstIndex(where: { $0.slug == winner }),
                let b = catalogue.models.firstIndex(where: { $0.slug == loser })
            else { return }
            counts.add(a: a, b: b, outcome: outcome, count: count)
        }
        add("ash", "birch", .modelA, 30 + more)
        add("ash", "birch", .modelB, 10)
        add("birch", "cedar", .modelA, 20)
        add("birch", "cedar", .modelB, 15)
        add("cedar", "elm", .tie, 8)
        add("cedar", "elm", .bothBad, 2)
        add("fir", "ash", .modelA, 5)
        add("fir", "ash", .modelB, 6)
        add("ash", "holly", .modelA, 4)
        let board = LeaderboardSnapshot(
            models: catalogue.models,
            counts: counts,
            positions: [.main: 100 + more],
            fittedAt: Date(timeIntervalSince1970: 1_700_000_001.678),
            isSample: catalogue.isSample
        )
        let draws = DrawTable(PairsOnOffer(catalogue), counts: counts)
        publisher.publish(
            ArenaState(
                revision: revision,
                catalogue: catalogue,
                leaderboard: board,
                draws: draws,
                cells: counts.cells,
                excluded: excluded
            )
        )
        publisher.noteHead(100 + more)
    }

    /// The same catalogue with another maker of its first model.
    func catalogue(organization: String) -> Catalogue {
        var models = catalogue.models
        let first = models[0]
        models[0] = Model(
            id: first.id,
            slug: first.slug,
            name: first.name,
            organization: organization,
            firstSeen: first.firstSeen
        )
        return Catalogue(revision: 1, stream: .main, models: models, prompts: catalogue.prompts)
    }

    /// The server over this arena; its pages must have been written.
    ///
    /// Tests share two cores: no limit of time may be met but where a test sets one.
    func application(
        _ configuration: HTTPConfiguration = HTTPConfiguration(requestTimeout: .seconds(600)),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        onServerRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        var configuration = configuration
        configuration.readyWithin = .seconds(3600)
        return try ArenaApplication.make(
            configuration: configuration,
            votes: votes,
            publisher: publisher,
            history: history,
            slices: SliceBoards(archive: archive, publisher: publisher, interval: .zero),
            comparisons: Comparisons(publisher: publisher, interval: .zero),
            asides: AsideService(store: asides, sealer: sealer),
            pseudonyms: pseudonyms,
            pages: pages.path,
            method: "# How\n\nBy *counting*: <b>`a < b`</b>.\n",
            logger: logger,
            onServerRunning: onServerRunning
        )
    }

    /// A ticket for a voter, sealed as the arena seals its own.
    func ticket(
        for voter: VoterID,
        expiresIn seconds: TimeInterval = 600,
        models: (Int32, Int32) = (1, 2)
    ) throws -> String {
        let pairing = Pairing(
            battle: .random(),
            stream: .main,
            prompt: .random(),
            responseA: .random(),
            responseB: .random(),
            modelA: ModelID(rawValue: models.0),
            modelB: ModelID(rawValue: models.1),
            probability: 0.25,
            policy: 1,
            voter: voter,
            servedAt: Date(timeIntervalSinceNow: seconds - 600)
        )
        return try sealer.seal(pairing, expiresAt: Date(timeIntervalSinceNow: seconds))
    }
}

/// Runs a test over an arena that takes votes and has pages.
func withArena(
    isPublished: Bool = true,
    ticketLifetime: Duration = .seconds(600),
    _ body: (TestArena) async throws -> Void
) async throws {
    let arena = try TestArena(ticketLifetime: ticketLifetime)
    try FileManager.default.createDirectory(
        at: arena.pages.appending(path: "script"),
        withIntermediateDirectories: true
    )
    defer { try? FileManager.default.removeItem(at: arena.pages.deletingLastPathComponent()) }
    for (path, text) in TestPages.files {
        try Data(text.utf8).write(to: arena.pages.appending(path: path))
    }
    if isPublished { arena.publish() }
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await arena.batcher.run() }
        defer { group.cancelAll() }
        try await body(arena)
    }
}

/// What stands in the folder of the pages.
enum TestPages {
    static let files = [
        "index.html": "<!doctype html><title>vote</title>",
        "leaderboard.html": "<!doctype html><title>board</title>",
        "model.html": "<!doctype html><title>model</title>",
        "icon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "script/vote.js": "export {};",
        "style.css": "body {}",
        "data.unknown": "?",
        ".secret": "hidden",
    ]
}

import ArenaCore
import ArenaFormats
import ArenaStore

/// The second reading of a file: its battles in batches, each with the identifier that makes it be stored once.
///
/// An actor, so that the next batch is read while the last one is written.
actor FileBattles {
    /// How many battles one transaction takes: votes wait for no longer than that on the log's head.
    static let batchLimit = 10_000
    /// How many characters of text one transaction takes, so that long answers do not fill the memory.
    static let textLimit = 16_000_000

    private let reader: BattleReader
    private let editions: [ImportedFileStore.File]
    private let skipsInvalid: Bool
    private var withoutID = 0
    private var identities = FileIdentities()
    /// How many battles of those that were checked are still to come.
    private var left: Int

    init(_ check: FileCheck, editions: [ImportedFileStore.File], skipsInvalid: Bool) {
        reader = BattleReader(path: check.path)
        self.editions = editions
        self.skipsInvalid = skipsInvalid
        left = check.battles
    }

    /// The next battles; empty at the end of the file.
    func nextBatch() throws -> [ImportedBattle] {
        var batch: [ImportedBattle] = []
        batch.reserveCapacity(Self.batchLimit)
        var text = 0
        while left > 0, batch.count < Self.batchLimit, text < Self.textLimit, let result = try reader.next() {
            let record: BattleRecord
            switch result {
            case .success(let valid): record = valid
            case .failure(let problem):
                guard skipsInvalid else { throw problem }
                continue
            }
            left -= 1
            let traits = BattleTraits.of(record)
            // Answers to two questions may not be shown side by side as answers to one.
            let prompt = record.sharedPrompt
            var battle = ImportedBattle(
                id: identifier(of: record),
                modelA: record.modelA,
                modelB: record.modelB,
                outcome: record.outcome,
                judge: record.judge,
                language: traits.language,
                time: record.time,
                prompt: prompt.map { prompt in
                    (record.anySystem.map { [PromptMessage(role: "system", content: $0)] } ?? [])
                        + prompt.map { PromptMessage(role: "user", content: $0) }
                } ?? [],
                responseA: prompt == nil ? nil : record.responseA,
                responseB: prompt == nil ? nil : record.responseB
            )
            battle.tags = traits.tags
            battle.styleA = Self.style(record.styleA, record.responseA)
            battle.styleB = Self.style(record.styleB, record.responseB)
            for message in prompt ?? [] { text += message.utf8.count }
            for message in record.responseA ?? [] { text += message.utf8.count }
            for message in record.responseB ?? [] { text += message.utf8.count }
            batch.append(battle)
        }
        return batch
    }

    /// The style that the file tells, or else that of the text.
    private static func style(_ told: StyleCounts?, _ response: [String]?) -> ResponseStyle? {
        (told ?? response.map(StyleCounts.init)).map(ResponseStyle.init)
    }

    private func identifier(of record: BattleRecord) -> Identifier<Battle> {
        if let (high, low) = identities.id(of: record) { return Identifier(high: high, low: low) }
        withoutID += 1
        let number = withoutID
        let digest = editions.first { number <= $0.records }?.digest ?? []
        let (high, low) = BattleIdentity.id(file: digest, record: number)
        return Identifier(high: high, low: low)
    }
}

/// How the battles of two models ended, as a row of a pair-count file has it.
public struct PairCountRecord: Sendable, Equatable {
    /// The first model's name, exactly as written.
    public var modelA: String
    /// The second model's name, exactly as written.
    public var modelB: String
    /// The battles that the first model won.
    public var winsA: Int64
    /// The battles that the second model won.
    public var winsB: Int64
    /// The ties, those where both were bad not among them.
    public var ties: Int64
    /// The battles where both were bad.
    public var bothBad: Int64
    /// The record's place among the file's records, counted from 1; records that cannot be read count too.
    public var record: Int
    /// The physical line on which the record starts, counted from 1.
    public var line: Int

    /// Creates a record.
    public init(
        modelA: String,
        modelB: String,
        winsA: Int64 = 0,
        winsB: Int64 = 0,
        ties: Int64 = 0,
        bothBad: Int64 = 0,
        record: Int = 1,
        line: Int = 1
    ) {
        self.modelA = modelA
        self.modelB = modelB
        self.winsA = winsA
        self.winsB = winsB
        self.ties = ties
        self.bothBad = bothBad
        self.record = record
        self.line = line
    }
}

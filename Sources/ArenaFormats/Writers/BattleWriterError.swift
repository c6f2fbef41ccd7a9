/// Why a battle cannot be written in a format.
public struct BattleWriterError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The format.
    public let format: BattleWriter.Format
    /// The place among the records given to the writer, counted from 1.
    public let record: Int
    /// The field that the format cannot hold, by its preferred name.
    public let field: String
    /// What is wrong, in words.
    public let problem: String

    /// `record 3 cannot be written as 55k: field: problem`.
    public var description: String { "record \(record) cannot be written as \(format.rawValue): \(field) \(problem)" }
}

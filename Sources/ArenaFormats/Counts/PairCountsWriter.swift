/// Writes pair counts as CSV or as JSON lines.
public struct PairCountsWriter: Sendable {
    /// How pair counts are written.
    public enum Form: Sendable {
        /// CSV with a header.
        case csv
        /// One JSON object a line.
        case jsonLines
    }

    private let form: Form

    /// Creates a writer.
    public init(_ form: Form) { self.form = form }

    /// Appends what stands before the first record: CSV's header.
    public func start(into bytes: inout [UInt8]) {
        guard form == .csv else { return }
        bytes.append(contentsOf: PairCountField.allCases.map(\.rawValue).joined(separator: ",").utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Appends one record.
    public func write(_ pair: PairCountRecord, into bytes: inout [UInt8]) {
        let counts = [pair.winsA, pair.winsB, pair.ties, pair.bothBad]
        switch form {
        case .csv:
            CSVOutput.row([pair.modelA, pair.modelB] + counts.map { String($0) }, &bytes)
        case .jsonLines:
            bytes.append(UInt8(ascii: "{"))
            JSONOutput.member(PairCountField.modelA.rawValue, text: pair.modelA, &bytes)
            JSONOutput.member(PairCountField.modelB.rawValue, text: pair.modelB, &bytes)
            for (field, count) in zip(PairCountField.counts, counts) {
                JSONOutput.member(field.rawValue, literal: String(count), &bytes)
            }
            bytes.append(contentsOf: "}\n".utf8)
        }
    }
}

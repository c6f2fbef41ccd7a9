/// Reads battles one by one from a file in any of the known formats, in bounded memory.
///
/// The format is recognised by content: gzip is decompressed; then `{` starts JSON lines, `[` a JSON array, and anything
/// else must be CSV. A record that is no battle comes as a failure, after which reading goes on with the next; an error
/// after which it cannot go on is thrown, and thrown again at each further call.
public final class BattleReader {
    private enum Stage {
        case unopened(path: String)
        case unrecognised
        case reading
        case ended
        case failed(BattleFileError)
    }

    /// The file's name in errors.
    public let name: String
    /// The columns of a CSV file that hold no field of a battle; known once the format is recognised.
    public var ignoredColumns: [String] { csv?.ignoredColumns ?? [] }
    /// The columns of a CSV file that mean nothing to the arena and are kept; known once the format is recognised.
    public var furtherColumns: [String] { csv?.furtherColumns ?? [] }

    private let asked: ColumnsAsked
    private var stage: Stage
    private var format = BattleFormat.csv
    private var window: ByteWindow
    private var csv: CSVRecords?
    private var json: JSONRecords?

    /// Creates a reader of a file, which is opened at the first call.
    ///
    /// - Parameters:
    ///   - features: columns, or members of JSON records, to read as numbers beside the fields of a battle.
    ///   - texts: columns, or members of JSON records, to read as text; `a.b` is the member `b` of the member `a`.
    ///   - keepsFurther: whether to keep what columns say that mean nothing to the arena, see ``BattleRecord/further``.
    public init(path: String, features: [String] = [], texts: [String] = [], keepsFurther: Bool = false) {
        name = path
        asked = ColumnsAsked(features: features, texts: texts, keepsFurther: keepsFurther)
        stage = .unopened(path: path)
        window = ByteWindow(source: MemoryBytes(name: path, bytes: []))
    }

    /// Creates a reader of any source of bytes.
    public convenience init(
        source: any ByteSource,
        features: [String] = [],
        texts: [String] = [],
        keepsFurther: Bool = false
    ) {
        self.init(
            source: source,
            windowSize: ByteWindow.defaultSize,
            recordLimit: ByteWindow.defaultRecordLimit,
            ColumnsAsked(features: features, texts: texts, keepsFurther: keepsFurther)
        )
    }

    /// Creates a reader that reads `windowSize` bytes at once and refuses records above `recordLimit` bytes.
    init(source: any ByteSource, windowSize: Int, recordLimit: Int, _ asked: ColumnsAsked = ColumnsAsked()) {
        name = source.name
        self.asked = asked
        stage = .unrecognised
        window = ByteWindow(source: source, size: windowSize, recordLimit: recordLimit)
    }

    /// Goes on with what has been opened and found to be no pair counts.
    init(_ opened: OpenedBytes, _ asked: ColumnsAsked) throws(BattleFileError) {
        name = opened.window.source.name
        self.asked = asked
        stage = .unrecognised
        window = opened.window
        try start(opened)
    }

    /// Whether a column of LMArena's records of this name holds an object or a list, of which only members can be read as text.
    public static func isNested(_ column: String) -> Bool { JSONBattleParser.nested.contains(column) }

    /// How many bytes of the file, as it is stored, have been read, out of how many; the total is 0 when not known.
    public var progress: (bytesRead: Int64, totalBytes: Int64) {
        (window.source.bytesRead, window.source.totalBytes)
    }

    /// Opens the file if need be and says which format it is in.
    public func recognise() throws(BattleFileError) -> BattleFormat {
        do throws(BattleFileError) {
            switch stage {
            case .unopened(let path):
                window.replaceSource(try FileBytes(path: path))
                try start()
            case .unrecognised:
                try start()
            case .failed(let error):
                throw error
            case .reading, .ended:
                break
            }
            return format
        } catch {
            stage = .failed(error)
            throw error
        }
    }

    /// The next battle, or what is wrong with the next record; nil at the end of the file.
    ///
    /// Throws where reading cannot go on: the file cannot be read or is in no known format, the CSV header lacks a
    /// column, a quote or bracket stays open, a record is too long, the gzip stream is cut short or damaged.
    public func next() throws(BattleFileError) -> Result<BattleRecord, BattleFileError>? {
        switch stage {
        case .reading: break
        case .ended: return nil
        case .unopened, .unrecognised, .failed: _ = try recognise()
        }
        do throws(BattleFileError) {
            let result =
                format == .csv
                ? try csv?.next(window: &window)
                : try json?.next(window: &window)
            guard let result else {
                stage = .ended
                return nil
            }
            return result
        } catch {
            stage = .failed(error)
            throw error
        }
    }

    /// Appends up to `maxCount` further results and returns how many; 0 at the end of the file.
    ///
    /// What was read before an error that ends the reading is still handed over; the next call throws the error.
    public func nextBatch(
        into results: inout [Result<BattleRecord, BattleFileError>],
        maxCount: Int
    ) throws(BattleFileError) -> Int {
        var count = 0
        while count < maxCount {
            do throws(BattleFileError) {
                guard let result = try next() else { break }
                results.append(result)
                count += 1
            } catch {
                guard count > 0 else { throw error }
                break
            }
        }
        return count
    }

    /// Looks at the first bytes and readies the format they show.
    private func start() throws(BattleFileError) {
        var opened = try OpenedBytes(window)
        guard try !PairCountsRecognition.holds(&opened.window) else {
            let problem = "is a file of pair counts (wins_a, wins_b), not of battles"
            throw BattleFileError(.unknownFormat, file: name, line: opened.lines.line, problem: problem)
        }
        try start(opened)
    }

    private func start(_ opened: OpenedBytes) throws(BattleFileError) {
        window = opened.window
        format = BattleFormat(firstByte: opened.first)
        if format == .csv {
            csv = try CSVRecords(window: &window, line: opened.lines.line, asked)
        } else {
            json = JSONRecords(format: format, window: &window, lines: opened.lines, asked)
        }
        stage = .reading
    }
}

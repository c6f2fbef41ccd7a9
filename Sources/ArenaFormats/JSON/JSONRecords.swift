/// Reads a battle from each record of JSON lines or a JSON array.
struct JSONRecords {
    private let file: String
    private let asked: ColumnsAsked
    private let parser = JSONParser()
    private var cutter: JSONRecordCutter

    /// Starts at the window's first byte, which is the array's `[` or the first object's `{`.
    init(format: BattleFormat, window: inout ByteWindow, lines: LineCounter, _ asked: ColumnsAsked) {
        self.asked = asked
        file = window.source.name
        cutter = JSONRecordCutter(format: format, window: &window, lines: lines)
    }

    /// The next battle, or what is wrong with its record; nil at the end.
    mutating func next(
        window: inout ByteWindow
    ) throws(BattleFileError) -> Result<BattleRecord, BattleFileError>? {
        while let result = try cutter.next(window: &window, read) {
            switch result {
            case .success(let battle?): return .success(battle)
            case .success(nil): continue
            case .failure(let error): return .failure(error)
            }
        }
        return nil
    }

    /// The battle of a record, if it is one.
    private func read(_ bytes: ArraySlice<UInt8>, line: Int, record: Int) -> Result<BattleRecord?, BattleFileError> {
        let battles = JSONBattleParser(
            file: file,
            line: line,
            record: record,
            asked: asked,
            parser: parser
        )
        return Result { () throws(BattleFileError) in try battles.battle(bytes) }
    }
}

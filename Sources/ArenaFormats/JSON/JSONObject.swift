import Foundation
import Ranking

/// A parsed JSON object that gives its members by type and names the one that has another.
struct JSONObject {
    private let value: JSONValue
    private let file: String
    private let line: Int
    /// What the object's members are called after, such as `conversation_a[1].`.
    private let prefix: String

    /// An object's members; a value of another kind has none.
    init(_ value: JSONValue, file: String, line: Int, prefix: String = "") {
        self.value = value
        self.file = file
        self.line = line
        self.prefix = prefix
    }

    /// A required member's text, which is not empty.
    func text(_ field: BattleField) throws(BattleFileError) -> String {
        guard let value = member(field.name) else {
            throw error(.missingField, field.name, "is missing; every battle needs it")
        }
        let text = field == .winner ? try text(value, field.name) : try name(value, field.name)
        guard !text.isEmpty else { throw error(.missingField, field.name, "is empty; every battle needs it") }
        return text
    }

    /// An optional member that names something; nil also where it is a table's word for no value.
    func optionalName(_ name: String) throws(BattleFileError) -> String? {
        guard let text = try optionalText(name), !TableValue.isAbsent(text) else { return nil }
        return text
    }

    /// An optional member's text; nil when it is absent, null or empty.
    func optionalText(_ name: String) throws(BattleFileError) -> String? {
        guard let value = member(name) else { return nil }
        let text = try self.name(value, name)
        return text.isEmpty ? nil : text
    }

    /// A message's role, which must be there.
    func role() throws(BattleFileError) -> String {
        guard let value = value.member("role") else { throw error(.missingField, "role", "is missing") }
        return try text(value, "role")
    }

    /// A message's content, which must be there and may be null, as before an answer has begun, or empty.
    ///
    /// A list of typed parts, as in LMArena's later sets, is the texts among them, a blank line between two.
    func content() throws(BattleFileError) -> String {
        let name = "content"
        guard let value = value.member(name) else { throw error(.missingField, name, "is missing") }
        return value.isNull ? "" : try content(value, name)
    }

    /// What somebody said in a turn: a message with its content, or the content itself; nil where it is absent or null.
    func said(_ name: String) throws(BattleFileError) -> String? {
        guard let value = member(name) else { return nil }
        guard value.isObject else { return try content(value, name) }
        return try JSONObject(value, file: file, line: line, prefix: prefix + name + ".").content()
    }

    /// A content: a text, or a list of typed parts.
    private func content(_ value: JSONValue, _ name: String) throws(BattleFileError) -> String {
        guard let parts = value.elements else { return try text(value, name) }
        var texts: [String] = []
        for (index, part) in parts.enumerated() {
            let place = "\(name)[\(index)]"
            guard part.isObject else {
                throw error(.badValue, place, "is \(part.description), not a part with type and text")
            }
            let part = JSONObject(part, file: file, line: line, prefix: prefix + place + ".")
            if let text = try part.optionalText("text") { texts.append(text) }
        }
        return texts.joined(separator: "\n\n")
    }

    /// An optional list of texts.
    func texts(_ name: String) throws(BattleFileError) -> [String]? {
        guard let value = member(name) else { return nil }
        guard let list = value.elements else {
            throw error(.badValue, name, "is \(value.description), not a list of texts")
        }
        var texts: [String] = []
        for (index, element) in list.enumerated() { texts.append(try text(element, "\(name)[\(index)]")) }
        return texts
    }

    /// FastChat's messages: pairs of a role and a text, a text with its pictures, or null.
    func pairs(_ name: String) throws(BattleFileError) -> [(role: String, text: String?)] {
        guard let value = member(name) else { return [] }
        guard let list = value.elements else {
            throw error(.badValue, name, "is \(value.description), not a list of messages")
        }
        var pairs: [(role: String, text: String?)] = []
        for (index, element) in list.enumerated() {
            let place = "\(name)[\(index)]"
            guard let pair = element.elements, pair.count >= 2 else {
                throw error(.badValue, place, "is \(element.description), not a role and a text")
            }
            let role = try text(pair[0], place + "[0]")
            if pair[1].isNull {
                pairs.append((role, nil))
            } else if let parts = pair[1].elements {
                let first = try parts.first.map { first throws(BattleFileError) in try text(first, place + "[1][0]") }
                pairs.append((role, first ?? ""))
            } else {
                pairs.append((role, try text(pair[1], place + "[1]")))
            }
        }
        return pairs
    }

    /// Who won: the winner's label, or by the three members of the 55k set, of which exactly one holds.
    func outcome() throws(BattleFileError) -> Outcome {
        if isFlagged {
            let held = try BattleField.winnerFlags.map { field throws(BattleFileError) in try flag(field.name) ?? false
            }
            let outcomes = zip(held, [Outcome.modelA, .modelB, .tie]).filter(\.0).map(\.1)
            guard let outcome = outcomes.first, outcomes.count == 1 else {
                let names = BattleField.winnerFlags.map(\.name).joined(separator: ", ")
                let problem = "\(outcomes.count) of \(names) are 1, and not one"
                throw error(.unknownOutcome, BattleField.winnerIsA.name, problem)
            }
            return outcome
        }
        let label = try text(.winner)
        guard let outcome = OutcomeLabel.outcome(of: Array(label.utf8).span) else {
            throw error(.unknownOutcome, BattleField.winner.name, OutcomeLabel.problem(with: label))
        }
        return outcome
    }

    /// Whether three members tell who won in place of a winner, as in the 55k set: its texts are lists, a text for each turn.
    var isFlagged: Bool {
        member(BattleField.winner.name) == nil && BattleField.winnerFlags.allSatisfy { has($0.name) }
    }

    /// Whether the record is of the 55k set, with a winner worked out or without: its texts are lists, a text for each turn.
    private var holdsTurns: Bool { BattleField.winnerFlags.allSatisfy { has($0.name) } }

    /// The turns of a prompt or response in a member of its own: one text, or a list of them.
    func turns(_ field: BattleField) throws(BattleFileError) -> [String]? {
        guard let value = member(field.name) else { return nil }
        if let elements = value.elements {
            // A list of something else under this name means nothing here.
            guard holdsTurns || elements.allSatisfy({ $0.isNull || $0.text != nil }) else { return nil }
            let texts = try elements.map { element throws(BattleFileError) in
                element.isNull ? "" : try text(element, field.name)
            }
            return texts.isEmpty ? nil : texts
        }
        guard let text = value.text else { return nil }
        if holdsTurns {
            if let texts = JSONText.texts(text) { return texts.isEmpty ? nil : texts }
            if isFlagged, !text.isEmpty {
                throw error(.badValue, field.name, "\(ShownValue.quoted(text)) is not a JSON array of texts")
            }
        }
        return try optionalText(field.name).map { [$0] }
    }

    /// The battle's identifier, text or a whole number.
    func identifier() throws(BattleFileError) -> String? {
        guard let (name, value) = member(of: .id) else { return nil }
        guard let number = value.number else { return try optionalName(name) }
        if let digits = number.wholeDigits { return digits }
        let shown = ShownValue.quoted(number.description)
        throw error(.badValue, name, "\(shown) is not a whole number of at most 37 digits; write a string")
    }

    /// Who judged.
    func judge() throws(BattleFileError) -> String? {
        guard let (name, _) = member(of: .judge) else { return nil }
        return try optionalName(name)
    }

    /// The battle's time.
    func time() throws(BattleFileError) -> Date? {
        guard let (name, value) = member(of: .time) else { return nil }
        let date: Date?
        let shown: String
        if let number = value.number {
            date = BattleTime.date(sinceEpoch: number.value)
            shown = number.description
        } else {
            shown = try text(value, name)
            if shown.isEmpty || TableValue.isAbsent(shown) { return nil }
            date = BattleTime.date(shown)
        }
        if let date { return date }
        throw error(.badValue, name, "\(ShownValue.quoted(shown)) is not a time (\(BattleTime.expected))")
    }

    /// An optional whole number.
    func wholeNumber(_ name: String) throws(BattleFileError) -> Int? {
        guard let value = presentMember(name) else { return nil }
        guard let digits = value.number?.wholeDigits ?? value.text, let whole = TableValue.wholeNumber(digits) else {
            throw error(.badValue, name, "is \(value.description), not a whole number")
        }
        return Int(whole)
    }

    /// An optional truth value.
    func flag(_ name: String) throws(BattleFileError) -> Bool? {
        guard let value = presentMember(name) else { return nil }
        guard let flag = value.flag ?? value.number.flatMap(TableValue.flag) ?? value.text.flatMap(TableValue.flag)
        else {
            throw error(.badValue, name, "is \(value.description), not true or false")
        }
        return flag
    }

    /// The members' names in ascending order.
    var names: [String] { (value.members ?? [:]).keys.sorted() }

    /// A member as text: a string, a number, a truth value, or a list of texts with | between them; nil for anything else, as where it is
    /// absent.
    ///
    /// - Parameter path: its name, or names of members in one another between full stops.
    func shown(_ path: String) -> String? {
        if let value = member(path) {
            if let elements = value.elements {
                let texts = elements.compactMap { $0.text ?? $0.number?.description }
                return texts.count == elements.count ? texts.joined(separator: "|") : nil
            }
            return value.text ?? value.number?.description ?? value.flag.map { $0 ? "true" : "false" }
        }
        // A name may have full stops of its own, such as `if_v0.1`.
        for stop in path.indices where path[stop] == "." {
            if let inner = try? object(String(path[..<stop])),
                let text = inner.shown(String(path[path.index(after: stop)...]))
            {
                return text
            }
        }
        return nil
    }

    /// A member's text; nil where it is no string.
    func string(_ name: String) -> String? { member(name)?.text }

    /// Whether there is such a member, null or not.
    func has(_ name: String) -> Bool { value.member(name) != nil }

    /// An optional list of objects, which may be written as a string of JSON.
    func objects(_ name: String) throws(BattleFileError) -> [JSONObject]? {
        guard var value = member(name) else { return nil }
        if let text = value.text {
            if text.isEmpty || TableValue.isAbsent(text) { return nil }
            guard let parsed = JSONText.value(text) else {
                throw error(
                    .badValue,
                    name,
                    "\(ShownValue.quoted(text)) is not JSON (pandas: to_json(orient=\"records\", lines=True))"
                )
            }
            value = parsed
        }
        guard let list = value.elements else {
            throw error(.badValue, name, "is \(value.description), not a list of messages")
        }
        var objects: [JSONObject] = []
        for (index, element) in list.enumerated() {
            let place = "\(name)[\(index)]"
            guard element.isObject else {
                throw error(.badValue, place, "is \(element.description), not a message with role and content")
            }
            objects.append(JSONObject(element, file: file, line: line, prefix: prefix + place + "."))
        }
        return objects
    }

    /// An optional object, which may be written as a string of JSON.
    func object(_ name: String) throws(BattleFileError) -> JSONObject? {
        guard var value = member(name) else { return nil }
        if let text = value.text {
            if text.isEmpty || TableValue.isAbsent(text) { return nil }
            guard let parsed = JSONText.value(text) else {
                throw error(
                    .badValue,
                    name,
                    "\(ShownValue.quoted(text)) is not JSON (pandas: to_json(orient=\"records\", lines=True))"
                )
            }
            value = parsed
        }
        guard value.isObject else { throw error(.badValue, name, "is \(value.description), not an object") }
        return JSONObject(value, file: file, line: line, prefix: prefix + name + ".")
    }

    /// An optional number.
    func quantity(_ name: String) throws(BattleFileError) -> Double? {
        guard let value = presentMember(name) else { return nil }
        guard let number = value.number?.value ?? value.text.flatMap(TableValue.number) else {
            throw error(.badValue, name, "is \(value.description), not a number")
        }
        return number
    }

    /// The sum of an object's numbers, or a number by itself; 0 when it is absent.
    func sum(_ name: String) throws(BattleFileError) -> Double {
        guard let value = member(name) else { return 0 }
        if let number = value.number { return number.value }
        guard let object = try object(name) else { return 0 }
        let members = object.value.members ?? [:]
        var sum = 0.0
        // In an order that does not change from run to run, as the last bits of the sum depend on it.
        for (key, value) in members.sorted(by: { $0.key < $1.key }) where !value.isNull {
            guard let number = value.number else {
                throw object.error(.badValue, key, "is \(value.description), not a number")
            }
            sum += number.value
        }
        return sum
    }

    /// An error at a member.
    func error(_ code: BattleFileError.Code, _ name: String, _ problem: String) -> BattleFileError {
        BattleFileError(code, file: file, line: line, field: prefix + name, problem: problem)
    }

    /// The member's value; nil when it is absent or null.
    private func member(_ name: String) -> JSONValue? {
        guard let value = value.member(name), !value.isNull else { return nil }
        return value
    }

    /// The member's value; nil also where it is a table's word for no value.
    private func presentMember(_ name: String) -> JSONValue? {
        guard let value = member(name), !(value.text.map { $0.isEmpty || TableValue.isAbsent($0) } ?? false) else {
            return nil
        }
        return value
    }

    private func member(of field: BattleField) -> (name: String, value: JSONValue)? {
        for name in field.names {
            if let value = member(name) { return (name, value) }
        }
        return nil
    }

    /// A name: a string, or a number as its digits, which is what a column of numbers gives for names such as 7.
    private func name(_ value: JSONValue, _ name: String) throws(BattleFileError) -> String {
        if let number = value.number { return number.wholeDigits ?? number.description }
        return try text(value, name)
    }

    private func text(_ value: JSONValue, _ name: String) throws(BattleFileError) -> String {
        guard let text = value.text else {
            throw error(.badValue, name, "is \(value.description), not a string")
        }
        guard !text.utf8.contains(0) else { throw error(.badValue, name, TextFault.nul.problem) }
        return text
    }
}

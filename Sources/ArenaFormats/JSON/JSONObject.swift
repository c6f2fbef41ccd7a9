/// A parsed JSON object that gives its members by type and names the one that has another.
struct JSONObject {
    let value: JSONValue
    let file: String
    let line: Int
    /// What the object's members are called after, such as `conversation_a[1].`.
    let prefix: String

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
        try optionalText(name).flatMap(TableValue.name)
    }

    /// An optional member's text; nil when it is absent, null or empty.
    func optionalText(_ name: String) throws(BattleFileError) -> String? {
        guard let value = member(name) else { return nil }
        let text = try self.name(value, name)
        return text.isEmpty ? nil : text
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

    /// An optional object, which may be written as a string of JSON.
    func object(_ name: String) throws(BattleFileError) -> JSONObject? {
        guard let value = try nested(name) else { return nil }
        guard value.isObject else { throw error(.badValue, name, "is \(value.description), not an object") }
        return JSONObject(value, file: file, line: line, prefix: prefix + name + ".")
    }

    /// An optional object or list, which may be written as a string of JSON.
    func nested(_ name: String) throws(BattleFileError) -> JSONValue? {
        guard let value = presentMember(name) else { return nil }
        guard let text = value.text else { return value }
        guard let parsed = JSONText.value(text) else {
            let hint = "pandas: to_json(orient=\"records\", lines=True)"
            throw error(.badValue, name, "\(ShownValue.quoted(text)) is not JSON (\(hint))")
        }
        return parsed.isNull ? nil : parsed
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
    func member(_ name: String) -> JSONValue? {
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

    func member(of field: BattleField) -> (name: String, value: JSONValue)? {
        for name in field.names {
            if let value = member(name) { return (name, value) }
        }
        return nil
    }

    /// A name: a string, or a number as its digits, which is what a column of numbers gives for names such as 7.
    func name(_ value: JSONValue, _ name: String) throws(BattleFileError) -> String {
        if let number = value.number { return number.wholeDigits ?? number.description }
        return try text(value, name)
    }

    func text(_ value: JSONValue, _ name: String) throws(BattleFileError) -> String {
        guard let text = value.text else {
            throw error(.badValue, name, "is \(value.description), not a string")
        }
        guard !text.utf8.contains(0) else { throw error(.badValue, name, TextFault.nul.problem) }
        return text
    }
}

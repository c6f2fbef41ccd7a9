import Foundation

/// A parsed JSON object that gives its members by type and names the one that has another.
struct JSONObject {
    private let members: [String: Any]
    private let file: String
    private let line: Int
    /// What the object's members are called after, such as `conversation_a[1].`.
    private let prefix: String

    init(_ members: [String: Any], file: String, line: Int, prefix: String = "") {
        self.members = members
        self.file = file
        self.line = line
        self.prefix = prefix
    }

    /// A required member's text, which is not empty.
    func text(_ field: BattleField) throws(BattleFileError) -> String {
        guard let value = member(field.name) else {
            throw error(.missingField, field.name, "is missing; every battle needs it")
        }
        let text = try text(value, field.name)
        guard !text.isEmpty else { throw error(.missingField, field.name, "is empty; every battle needs it") }
        return text
    }

    /// An optional member's text; nil when it is absent, null or empty.
    func optionalText(_ name: String) throws(BattleFileError) -> String? {
        guard let value = member(name) else { return nil }
        let text = try text(value, name)
        return text.isEmpty ? nil : text
    }

    /// A message's member, which must be there and may be empty.
    ///
    /// A list of typed parts, as in LMArena's later sets, is the texts among them, a blank line between two.
    func messageText(_ name: String) throws(BattleFileError) -> String {
        guard let value = members[name] else { throw error(.missingField, name, "is missing") }
        guard let parts = value as? [Any] else { return try text(value, name) }
        var texts: [String] = []
        for (index, part) in parts.enumerated() {
            let place = "\(name)[\(index)]"
            guard let members = part as? [String: Any] else {
                throw error(.badValue, place, "is \(kind(part)), not a part with type and text")
            }
            let part = JSONObject(members, file: file, line: line, prefix: prefix + place + ".")
            if let text = try part.optionalText("text") { texts.append(text) }
        }
        return texts.joined(separator: "\n\n")
    }

    /// An optional list of texts.
    func texts(_ name: String) throws(BattleFileError) -> [String]? {
        guard let value = member(name) else { return nil }
        guard let list = value as? [Any] else { throw error(.badValue, name, "is \(kind(value)), not a list of texts") }
        var texts: [String] = []
        for (index, element) in list.enumerated() { texts.append(try text(element, "\(name)[\(index)]")) }
        return texts
    }

    /// FastChat's messages: pairs of a role and a text, a text with its pictures, or null.
    func pairs(_ name: String) throws(BattleFileError) -> [(role: String, text: String?)] {
        guard let value = member(name) else { return [] }
        guard let list = value as? [Any] else {
            throw error(.badValue, name, "is \(kind(value)), not a list of messages")
        }
        var pairs: [(role: String, text: String?)] = []
        for (index, element) in list.enumerated() {
            let place = "\(name)[\(index)]"
            guard let pair = element as? [Any], pair.count >= 2 else {
                throw error(.badValue, place, "is \(kind(element)), not a role and a text")
            }
            let role = try text(pair[0], place + "[0]")
            switch pair[1] {
            case is NSNull: pairs.append((role, nil))
            case let parts as [Any]:
                pairs.append(
                    (
                        role,
                        try parts.first.map { first throws(BattleFileError) in try text(first, place + "[1][0]") } ?? ""
                    )
                )
            default: pairs.append((role, try text(pair[1], place + "[1]")))
            }
        }
        return pairs
    }

    /// The battle's identifier, text or a whole number.
    func identifier() throws(BattleFileError) -> String? {
        guard let (name, value) = member(of: .id) else { return nil }
        guard let number = number(value) else { return try optionalText(name) }
        // Foundation keeps up to 38 digits exactly and beyond 2^53 nothing else.
        if let digits = wholeDigits(number) { return digits }
        let shown = ShownValue.quoted(number.stringValue)
        throw error(.badValue, name, "\(shown) is not a whole number of at most 37 digits; write a string")
    }

    /// Who judged.
    func judge() throws(BattleFileError) -> String? {
        guard let (name, _) = member(of: .judge) else { return nil }
        return try optionalText(name)
    }

    /// The battle's time.
    func time() throws(BattleFileError) -> Date? {
        guard let (name, value) = member(of: .time) else { return nil }
        let date: Date?
        let shown: String
        if let number = number(value) {
            date = BattleTime.date(seconds: number.doubleValue)
            shown = number.stringValue
        } else {
            shown = try text(value, name)
            if shown.isEmpty { return nil }
            date = BattleTime.date(shown)
        }
        if let date { return date }
        throw error(.badValue, name, "\(ShownValue.quoted(shown)) is not a time (\(BattleTime.expected))")
    }

    /// An optional whole number.
    func wholeNumber(_ name: String) throws(BattleFileError) -> Int? {
        guard let value = member(name) else { return nil }
        guard let number = number(value), let digits = wholeDigits(number), let whole = Int(digits) else {
            throw error(.badValue, name, "is \(kind(value)), not a whole number")
        }
        return whole
    }

    /// An optional truth value.
    func flag(_ name: String) throws(BattleFileError) -> Bool? {
        guard let value = member(name) else { return nil }
        guard let number = value as? NSNumber, isTruthValue(number) else {
            throw error(.badValue, name, "is \(kind(value)), not true or false")
        }
        return number.boolValue
    }

    /// The members' names in ascending order.
    var names: [String] { members.keys.sorted() }

    /// Whether there is such a member, null or not.
    func has(_ name: String) -> Bool { members[name] != nil }

    /// An optional list of objects, which may be written as a string of JSON.
    func objects(_ name: String) throws(BattleFileError) -> [JSONObject]? {
        guard var value = member(name) else { return nil }
        if let text = value as? String {
            if text.isEmpty { return nil }
            guard let parsed = JSONText.value(text) else {
                throw error(.badValue, name, "is a string that is not JSON")
            }
            value = parsed
        }
        guard let list = value as? [Any] else {
            throw error(.badValue, name, "is \(kind(value)), not a list of messages")
        }
        var objects: [JSONObject] = []
        for (index, element) in list.enumerated() {
            let place = "\(name)[\(index)]"
            guard let members = element as? [String: Any] else {
                throw error(.badValue, place, "is \(kind(element)), not a message with role and content")
            }
            objects.append(JSONObject(members, file: file, line: line, prefix: prefix + place + "."))
        }
        return objects
    }

    /// An optional object, which may be written as a string of JSON.
    func object(_ name: String) throws(BattleFileError) -> JSONObject? {
        guard var value = member(name) else { return nil }
        if let text = value as? String {
            guard let parsed = JSONText.value(text) else {
                throw error(.badValue, name, "is a string that is not JSON")
            }
            value = parsed
        }
        guard let members = value as? [String: Any] else {
            throw error(.badValue, name, "is \(kind(value)), not an object")
        }
        return JSONObject(members, file: file, line: line, prefix: prefix + name + ".")
    }

    /// An optional number.
    func quantity(_ name: String) throws(BattleFileError) -> Double? {
        guard let value = member(name) else { return nil }
        guard let number = number(value) else { throw error(.badValue, name, "is \(kind(value)), not a number") }
        return number.doubleValue
    }

    /// The sum of an object's numbers, or a number by itself; 0 when it is absent.
    func sum(_ name: String) throws(BattleFileError) -> Double {
        guard let value = member(name) else { return 0 }
        if let number = number(value) { return number.doubleValue }
        guard let object = try object(name) else { return 0 }
        var sum = 0.0
        for key in object.members.keys.sorted() { sum += try object.quantity(key) ?? 0 }
        return sum
    }

    /// An error at a member.
    func error(_ code: BattleFileError.Code, _ name: String, _ problem: String) -> BattleFileError {
        BattleFileError(code, file: file, line: line, field: prefix + name, problem: problem)
    }

    /// The member's value; nil when it is absent or null.
    private func member(_ name: String) -> Any? {
        guard let value = members[name], !(value is NSNull) else { return nil }
        return value
    }

    private func member(of field: BattleField) -> (name: String, value: Any)? {
        for name in field.names {
            if let value = member(name) { return (name, value) }
        }
        return nil
    }

    private func text(_ value: Any, _ name: String) throws(BattleFileError) -> String {
        guard let text = value as? String else {
            throw error(.badValue, name, "is \(kind(value)), not a string")
        }
        guard !text.utf8.contains(0) else { throw error(.badValue, name, TextFault.nul.problem) }
        return text
    }

    private func number(_ value: Any) -> NSNumber? {
        guard let number = value as? NSNumber, !isTruthValue(number) else { return nil }
        return number
    }

    /// Foundation hands out true and false as numbers, told apart only by their C type.
    private func isTruthValue(_ number: NSNumber) -> Bool {
        let type = storage(of: number)
        return type == UInt8(ascii: "c") || type == UInt8(ascii: "B")
    }

    /// The letter of the C type in which Foundation holds a number, such as "q" for 64 bits.
    private func storage(of number: NSNumber) -> UInt8 {
        unsafe UInt8(bitPattern: number.objCType.pointee)
    }

    /// The decimal digits of a whole number that is known exactly; nil for any other number.
    private func wholeDigits(_ number: NSNumber) -> String? {
        if number is NSDecimalNumber || storage(of: number) != UInt8(ascii: "d") {
            let digits = number.stringValue
            let isWhole = digits.utf8.count < 38 && digits.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2d }
            return isWhole ? digits : nil
        }
        let value = number.doubleValue
        guard value.magnitude <= 0x1p53, value == value.rounded() else { return nil }
        return String(Int64(value))
    }

    private func kind(_ value: Any) -> String {
        switch value {
        case is NSNull: "null"
        case is String: "a string"
        case is [Any]: "a list"
        case is [String: Any]: "an object"
        case let number as NSNumber: isTruthValue(number) ? "true or false" : "the number \(number.stringValue)"
        default: "of another type"
        }
    }
}

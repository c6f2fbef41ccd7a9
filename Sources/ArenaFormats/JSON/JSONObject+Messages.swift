/// Messages, and what was said in them.
extension JSONObject {
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

    /// An optional list of objects, which may be written as a string of JSON.
    func objects(_ name: String) throws(BattleFileError) -> [JSONObject]? {
        guard let value = try nested(name) else { return nil }
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
}

import CSimdJSON

/// A value in a parsed JSON text.
struct JSONValue {
    private let document: JSONDocument
    private let place: Int

    init(document: JSONDocument, place: Int) {
        self.document = document
        self.place = place
    }

    private var kind: CJSONKind { document.kind(at: place) }

    /// Whether this is null.
    var isNull: Bool { kind == .null }

    /// Whether this is an object.
    var isObject: Bool { kind == .object }

    /// The truth value; nil for any other value.
    var flag: Bool? {
        switch kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The number; nil for any other value.
    var number: JSONNumber? {
        switch kind {
        case .int64: .whole(document.int64(at: place))
        case .uInt64: .natural(document.uint64(at: place))
        case .double: .double(document.double(at: place))
        case .longNumber: .long(document.text(at: place))
        default: nil
        }
    }

    /// The string's text; nil for any other value.
    var text: String? { kind == .string ? document.text(at: place) : nil }

    /// The array's elements; nil for any other value.
    var elements: [JSONValue]? {
        guard kind == .array else { return nil }
        return document.places(in: place).map { JSONValue(document: document, place: $0) }
    }

    /// The object's members, the last one of each name; nil for any other value.
    var members: [String: JSONValue]? {
        guard kind == .object else { return nil }
        let places = document.places(in: place)
        var members: [String: JSONValue] = [:]
        for index in stride(from: 0, to: places.count, by: 2) {
            members[document.text(at: places[index])] = JSONValue(document: document, place: places[index + 1])
        }
        return members
    }

    /// The object's members as they stand there, also several of one name; none of any other value.
    var membersInOrder: [(name: String, value: JSONValue)] {
        guard kind == .object else { return [] }
        let places = document.places(in: place)
        return stride(from: 0, to: places.count, by: 2).map { index in
            (document.text(at: places[index]), JSONValue(document: document, place: places[index + 1]))
        }
    }

    /// The object's member, the last one of that name; nil where there is none, and of any other value.
    func member(_ name: String) -> JSONValue? {
        guard kind == .object, let place = document.member(name, of: place) else { return nil }
        return JSONValue(document: document, place: place)
    }

    /// What the value is, in words.
    var description: String {
        switch kind {
        case .null: "null"
        case .true, .false: "true or false"
        case .int64, .uInt64, .double, .longNumber:
            "the number \(ShownValue.escaped(number?.description ?? "", limit: ShownValue.limit))"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

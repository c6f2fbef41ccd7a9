import Testing

@testable import ArenaFormats

/// What simdjson parses, as Swift sees it.
@Suite("JSON documents") struct JSONDocumentTests {
    private func value(_ text: String) -> JSONValue? { try? JSONParser().value(Array(text.utf8)[...]) }

    @Test("every kind of value is what it is and nothing else")
    func kinds() throws {
        let list = try #require(
            value(#" [null, true, false, -1, 9223372036854775808, 1.5, "é\u0000\n", [], {}, 1e400, "1e400"] "#)?
                .elements
        )
        #expect(list.map(\.isNull) == [true] + Array(repeating: false, count: 10))
        #expect(list.map(\.flag) == [nil, true, false] + Array(repeating: nil, count: 8))
        #expect(list.map { $0.number?.value } == [nil, nil, nil, -1, 0x1p63, 1.5, nil, nil, nil, .infinity, nil])
        #expect(list.map(\.text) == [nil, nil, nil, nil, nil, nil, "é\0\n", nil, nil, nil, "1e400"])
        #expect(list.map { $0.elements?.count } == [nil, nil, nil, nil, nil, nil, nil, 0, nil, nil, nil])
        #expect(list.map { $0.members?.count } == [nil, nil, nil, nil, nil, nil, nil, nil, 0, nil, nil])
        #expect(list.map(\.isObject) == list.map { $0.members != nil })
        #expect(list.allSatisfy { $0.member("a") == nil })
    }

    @Test(
        "numbers beyond 64 bits keep their digits, wherever they stand",
        arguments: [
            #"{"a": "1", "b\"": [12345678901234567890123, -12345678901234567890123], "c": 1}"#,
            #"{"\\": 1e-400, "b\"": [12345678901234567890123,-12345678901234567890123]}"#,
            #"{"x": {"y": 9e999}, "b\"" :[12345678901234567890123 , -12345678901234567890123 ]}"#,
        ]
    )
    func longNumbers(text: String) throws {
        let list = try #require(value(text)?.member("b\"")?.elements)
        let numbers = list.compactMap(\.number)
        #expect(numbers.map(\.wholeDigits) == ["12345678901234567890123", "-12345678901234567890123"])
        #expect(numbers.map(\.value) == [12345678901234567741440, -12345678901234567741440])
    }

    @Test(
        "what is no JSON is none because of a long number either",
        arguments: [
            "[1e400, {12345678901234567890123: 1}]", "[1e400, {12345678901234567890123 \n: 1}]",
            "[012345678901234567890123]",
            "[12345678901234567890123.]", "[1e400e]", "[-]", "[12345678901234567890123 1]", "[12345678901234567890123",
            "[12345678901234567890123\"a\"]", "[true12345678901234567890123]", "[1e400, \"\\x\"]", "[+1e400]",
            "[1e400\\",
            "[.1e400]", "\"12345678901234567890123", "[--12345678901234567890123]", "1e400 2", "[1e400, \"",
        ]
    )
    func brokenLongNumbers(text: String) { #expect(value(text) == nil) }

    @Test("the last of equal keys counts, and keys may be empty or escaped")
    func keys() throws {
        let object = try #require(value(#"{"a": 1, "": {"a": 2}, "a": 3, "\u0062": [4, {"a": 5}]}"#))
        #expect(object.member("a")?.number?.value == 3)
        #expect(object.member("")?.member("a")?.number?.value == 2)
        #expect(object.member("b")?.elements?.last?.member("a")?.number?.value == 5)
        #expect(object.member("c") == nil)
        #expect(object.members?.keys.sorted() == ["", "a", "b"])
        #expect(object.members?["a"]?.number?.value == 3)
    }

    @Test("values stay what they are when their parser goes on")
    func lifetime() throws {
        let parser = JSONParser()
        let first = try parser.value(Array(#"{"a": "one"}"#.utf8)[...])
        let second = try parser.value(Array(#"{"a": "another"}"#.utf8)[...])
        #expect(first.member("a")?.text == "one" && second.member("a")?.text == "another")
    }

    @Test("nesting has a limit, and length none below a record's")
    func limits() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(value(nested(1000)) != nil && value(nested(1100)) == nil)
        let long = String(repeating: "x", count: 20 << 20)
        #expect(value("\"\(long)\"")?.text?.utf8.count == long.utf8.count)
        for count in 0...130 {
            let text = String(repeating: "é", count: count)
            #expect(value("[\"\(text)\"]")?.elements?.first?.text == text)
        }
    }
}

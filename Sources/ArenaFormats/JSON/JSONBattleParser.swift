/// Reads a battle from the bytes of one 33k record.
struct JSONBattleParser {
    /// The members that this reads something from.
    static let members = Set(
        BattleField.allCases.flatMap(\.names)
            + [
                "conversation_a", "conversation_b", "turn", "anony", "language", "conv_metadata", "is_code",
                "is_refusal",
                "category_tag", "occupational_tags", "tags", "dedup_tag", "evaluation_order", "evaluation_session_id",
            ]
    )

    /// The members that are objects or lists, which a table has as JSON in its cells.
    static let nested: Set<String> = [
        "conversation_a", "conversation_b", "full_conversation", "conv_metadata", "category_tag", "occupational_tags",
        "dedup_tag",
    ]

    let file: String
    let line: Int
    let record: Int
    /// What is to be read beside the fields of a battle.
    let asked: ColumnsAsked
    let parser: JSONParser

    /// The battle in the record, which must be one JSON object and nothing else; nil where a log has a line of another kind.
    ///
    /// Half of a surrogate pair, which is no character, becomes U+FFFD in what was said, and is an error in what tells
    /// battles, models and judges apart.
    func battle(_ bytes: ArraySlice<UInt8>) throws(BattleFileError) -> BattleRecord? {
        let (value, isMended) = try value(bytes)
        let battle = try battle(in: JSONObject(value, file: file, line: line))
        guard isMended, let battle else { return battle }
        let names: [(BattleField, String?)] = [
            (.modelA, battle.modelA), (.modelB, battle.modelB), (.id, battle.id), (.judge, battle.judge),
            (.session, battle.session),
        ]
        if let (field, _) = names.first(where: { $0.1?.unicodeScalars.contains("\u{fffd}") == true }) {
            let problem = "half of a surrogate pair (\\ud800 to \\udfff) is no character"
            throw broken(problem, field: field.name)
        }
        return battle
    }

    private func battle(in object: JSONObject) throws(BattleFileError) -> BattleRecord? {
        if FastChatVote.isLine(object) {
            var battle = try FastChatVote.battle(in: object, record: record, line: line)
            if !asked.texts.isEmpty { battle?.texts = asked.texts.map { object.shown($0) } }
            if asked.keepsFurther {
                battle?.further = Self.further(object).filter { !FastChatVote.members.contains($0.name) }
            }
            return battle
        }
        let modelA = try object.text(.modelA)
        let modelB = try object.text(.modelB)
        let outcome = try object.outcome()
        guard !modelA.isSameText(as: modelB) else {
            let problem = "\(ShownValue.quoted(modelB)) battles itself"
            throw object.error(.selfBattle, BattleField.modelB.name, problem)
        }
        let conversationA = try JSONConversation("conversation_a", of: .responseA, in: object)
        let conversationB = try JSONConversation("conversation_b", of: .responseB, in: object)
        let metadata = try object.object("conv_metadata")
        let categories = try JSONCategories(in: object)
        var battle = BattleRecord(
            id: try object.identifier(),
            modelA: modelA,
            modelB: modelB,
            outcome: outcome,
            judge: try object.judge(),
            language: try object.optionalName("language"),
            time: try object.time(),
            prompt: conversationA.prompt,
            system: conversationA.system,
            responseA: conversationA.responses,
            responseB: conversationB.responses,
            turn: try object.wholeNumber("turn"),
            anonymous: try object.flag("anony"),
            tags: categories.tags,
            turns: try metadata?.count("turns"),
            userTokens: try metadata?.count("sum_user_tokens"),
            isRefusal: try object.flag("is_refusal"),
            isSampled: try object.object("dedup_tag")?.flag("sampled"),
            evaluationOrder: try object.wholeNumber("evaluation_order"),
            session: try object.optionalName("evaluation_session_id"),
            record: record,
            line: line
        )
        if !conversationB.asked.isSame(as: conversationA.asked) { battle.askedB = conversationB.asked }
        if let metadata, let style = try JSONStyle.counts(in: metadata) { (battle.styleA, battle.styleB) = style }
        if !categories.told.isEmpty { battle.told = categories.told }
        if !asked.features.isEmpty { battle.features = try values(object) }
        if !asked.texts.isEmpty { battle.texts = asked.texts.map { object.shown($0) } }
        if asked.keepsFurther { battle.further = Self.further(object) }
        return battle
    }

    /// What members say that mean nothing to the arena; of several of one name the last.
    private static func further(_ object: JSONObject) -> [FurtherValue] {
        var met: Set<[UInt8]> = []
        var further: [FurtherValue] = []
        for (member, value) in object.value.membersInOrder.reversed() {
            // As a table's header, which does not keep blanks around a name, will have it.
            let name = CSVRecords.trimmed(member)
            guard !isKnown(name) else { continue }
            guard met.insert(Array(name.utf8)).inserted, let kept = FurtherValue(name: name, value) else { continue }
            further.append(kept)
        }
        return further.reversed()
    }

    /// Whether a column of this name means something to the arena, or has no name.
    static func isKnown(_ name: String) -> Bool { name.isEmpty || members.contains(name) || nested.contains(name) }

    private func values(_ object: JSONObject) throws(BattleFileError) -> [Double] {
        var values: [Double] = []
        for name in asked.features {
            if let flag = try? object.flag(name) {
                values.append(flag ? 1 : 0)
                continue
            }
            guard let value = try object.quantity(name) else {
                if StyleCounts.features.contains(name) {
                    values.append(.nan)
                    continue
                }
                throw object.error(.missingField, name, "is missing; every battle is to have a number there")
            }
            guard let feature = FeatureValue.read(value) else {
                throw object.error(.badValue, name, "is \(value), too large for a feature")
            }
            values.append(feature)
        }
        return values
    }

    /// The record as JSON, and whether halves of surrogate pairs were mended for it.
    private func value(
        _ bytes: ArraySlice<UInt8>
    ) throws(BattleFileError) -> (value: JSONValue, isMended: Bool) {
        guard let first = bytes.first, first == UInt8(ascii: "{") else {
            throw broken("is not a JSON object: \(ShownValue.quoted(bytes.span))", field: nil)
        }
        do throws(JSONParser.Fault) {
            return (try parser.value(bytes), false)
        } catch {
            if let read = JSONText.value(bytes, by: parser) { return read }
            throw broken(error, bytes)
        }
    }

    /// What is wrong with a broken record, with the field where that can be told.
    private func broken(_ fault: JSONParser.Fault, _ bytes: ArraySlice<UInt8>) -> BattleFileError {
        let locator = JSONFieldLocator(bytes)
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            let offset = error.byteOffsets.lowerBound
            let problem = "byte \(offset + 1) of the record is not UTF-8"
            return self.error(.invalidUTF8, problem, field: locator.field(at: offset))
        }
        if let nul = bytes.firstIndex(of: 0) {
            let offset = nul - bytes.startIndex
            return broken("byte \(offset + 1) of the record is NUL", field: locator.field(at: offset))
        }
        if let last = bytes.last(where: { !PromptText.isBlank($0) }),
            last == UInt8(ascii: "{") || last == UInt8(ascii: ",")
        {
            let problem =
                "the object does not end on its line; write each on a line of its own, or all as one JSON array"
            return broken(problem, field: nil)
        }
        return broken("is not valid JSON: \(fault.problem)", field: nil)
    }

    private func broken(_ problem: String, field: String?) -> BattleFileError {
        error(.brokenJSON, problem, field: field)
    }

    private func error(_ code: BattleFileError.Code, _ problem: String, field: String?) -> BattleFileError {
        BattleFileError(code, file: file, line: line, field: field, problem: problem)
    }
}

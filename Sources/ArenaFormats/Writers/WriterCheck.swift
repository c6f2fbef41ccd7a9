/// What no reader would take back, or would read as something else.
struct WriterCheck {
    /// What is wrong with a record.
    struct Fault: Error, Equatable {
        let field: String
        let problem: String
    }

    /// Refuses what no format holds: models without names, U+0000, counts below zero, tags that are none.
    static func any(_ battle: BattleRecord) throws(Fault) {
        for (field, name) in [(BattleField.modelA, battle.modelA), (.modelB, battle.modelB)] where name.isEmpty {
            throw Fault(field: field.name, problem: "is empty; every battle needs it")
        }
        guard !battle.modelA.isSameText(as: battle.modelB) else {
            throw Fault(field: BattleField.modelB.name, problem: "\(ShownValue.quoted(battle.modelB)) battles itself")
        }
        let texts: [(BattleField, [String])] = [
            (.modelA, [battle.modelA]), (.modelB, [battle.modelB]), (.id, [battle.id ?? ""]),
            (.judge, [battle.judge ?? ""]), (.language, [battle.language ?? ""]), (.session, [battle.session ?? ""]),
            (
                .prompt,
                battle.prompt + (battle.askedB?.prompt ?? []) + [battle.system ?? "", battle.askedB?.system ?? ""]
            ),
            (.responseA, battle.responseA ?? []),
            (.responseB, battle.responseB ?? []),
        ]
        for (field, values) in texts where values.contains(where: { $0.utf8.contains(0) }) {
            throw Fault(field: field.name, problem: TextFault.nul.problem)
        }
        let names: [(BattleField, String?)] = [
            (.id, battle.id), (.judge, battle.judge), (.language, battle.language), (.session, battle.session),
        ]
        for (field, name) in names {
            guard let name, TableValue.name(name) != name else { continue }
            let meaning = TableValue.name(name).map { "for \(ShownValue.quoted($0))" } ?? "for no value"
            throw Fault(field: field.name, problem: "\(ShownValue.quoted(name)) stands \(meaning) in tables")
        }
        for (field, count) in [("turns", battle.toldTurns), ("sum_user_tokens", battle.userTokens)] {
            if let count, count < 0 { throw Fault(field: field, problem: "is \(count), below zero") }
        }
        for tag in battle.tags ?? [] {
            let read = Result { () throws(TagFault) in try TagList.tag(tag) }
            switch read {
            case .success(let same) where same.isSameText(as: tag): break
            case .success:
                throw Fault(field: BattleField.tags.name, problem: "\(ShownValue.quoted(tag)) has blanks around it")
            case .failure(let fault): throw Fault(field: BattleField.tags.name, problem: fault.problem)
            }
        }
    }

    /// Refuses what a row of the 55k set cannot say.
    static func kaggle(_ battle: BattleRecord) throws(Fault) {
        guard battle.sharedPrompt != nil else {
            throw Fault(
                field: BattleField.prompt.name,
                problem: "is not the same for both models; a row of the 55k set has one for both"
            )
        }
    }

    /// Refuses what a line of FastChat's log cannot say.
    static func fastChat(_ battle: BattleRecord) throws(Fault) {
        guard battle.anonymous != nil else {
            throw Fault(
                field: BattleField.anonymous.name,
                problem: "is not told; FastChat's log says of every vote whether names were hidden"
            )
        }
        for (field, name) in [(BattleField.modelA, battle.modelA), (.modelB, battle.modelB)]
        where FastChatVote.hiddenNames.contains(name) {
            throw Fault(field: field.name, problem: "\(ShownValue.quoted(name)) stands for a hidden name there")
        }
    }
}

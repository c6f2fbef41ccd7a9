/// What the user said in the two conversations of a battle.
struct Prompts {
    /// The turns that both have; nil where one differs.
    ///
    /// One conversation may have gone on for longer than the other: its turns are then those of both.
    let shared: [String]?

    init(_ a: [String], _ b: [String]) {
        let isOneQuestion = zip(a, b).allSatisfy { $0.isSameText(as: $1) }
        shared = isOneQuestion ? (a.count >= b.count ? a : b) : nil
    }
}

/// Of which categories a record itself says whether they hold: for these no rule is asked.
struct ToldCategories: OptionSet, Sendable, Equatable {
    let rawValue: UInt8

    /// `is_code` is there.
    static let coding = ToldCategories(rawValue: 1)
    /// `category_tag.math_v0.1.math` is there.
    static let math = ToldCategories(rawValue: 2)
}

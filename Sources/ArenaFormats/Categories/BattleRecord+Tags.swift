extension BattleRecord {
    /// The tags that a list has to hold where a file tells the categories of `fields` in fields of their own.
    ///
    /// Nil where no list is needed: the record tells nothing, or those fields tell all of it.
    func tags(beside fields: ToldCategories) -> [String]? {
        guard let tags else { return nil }
        let apart = told.intersection(fields)
        let rest = tags.filter { tag in
            !(apart.contains(.coding) && tag == Category.coding) && !(apart.contains(.math) && tag == Category.math)
        }
        return rest.isEmpty && !apart.isEmpty ? nil : rest
    }

    /// Whether code is asked for, where the record says so or not.
    var toldCoding: Bool? { told.contains(.coding) ? tags?.contains(Category.coding) ?? false : nil }

    /// Whether it is a task of mathematics, where the record says so or not.
    var toldMath: Bool? { told.contains(.math) ? tags?.contains(Category.math) ?? false : nil }
}

import CSimdJSON

/// A parsed JSON text.
///
/// Safe to use: the pointer inside is owned and freed with the object; places come from the document itself, and the
/// parser never parses into a document that somebody else holds.
@safe final class JSONDocument {
    private let handle: OpaquePointer

    // Without memory the process ends, as it does where an allocation of Swift's own fails.
    init() {
        guard let handle = unsafe c_json_create() else { fatalError("no memory for a JSON parser") }
        unsafe self.handle = handle
    }

    deinit { unsafe c_json_destroy(handle) }

    /// The place of the outermost value.
    static let root = 1

    /// Parses a text in place of the one before; returns what is wrong with it, or nil.
    func parse(_ text: ArraySlice<UInt8>) -> String? {
        let problem = unsafe text.withUnsafeBufferPointer { bytes in
            unsafe c_json_parse(handle, bytes.baseAddress, bytes.count)
        }
        return unsafe problem.map { unsafe String(cString: $0) }
    }

    /// What the value at a place is.
    func kind(at place: Int) -> CJSONKind { unsafe c_json_kind(handle, place) }

    /// The whole number at a place.
    func int64(at place: Int) -> Int64 { unsafe c_json_int64(handle, place) }

    /// The whole number beyond 63 bits at a place.
    func uint64(at place: Int) -> UInt64 { unsafe c_json_uint64(handle, place) }

    /// The number with a fraction or exponent at a place.
    func double(at place: Int) -> Double { unsafe c_json_double(handle, place) }

    /// The string, key or long number at a place.
    func text(at place: Int) -> String {
        var count = 0
        let bytes = unsafe c_json_text(handle, place, &count)
        return unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    /// The places of an array's elements, or of an object's keys and values in turn.
    func places(in container: Int) -> [Int] {
        var places: [Int] = []
        let end = unsafe c_json_end(handle, container)
        var place = unsafe c_json_first(handle, container)
        while place < end {
            places.append(place)
            place = unsafe c_json_next(handle, place)
        }
        return places
    }

    /// The place of an object's member, the last one of that name; nil where there is none.
    func member(_ name: String, of object: Int) -> Int? {
        var name = name
        let place = name.withUTF8 { unsafe c_json_member(handle, object, $0.baseAddress, $0.count) }
        return place == 0 ? nil : place
    }
}

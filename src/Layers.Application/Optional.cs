namespace Layers.Application;

/// <summary>
/// What a caller said about one field: nothing (absent), <c>null</c>, something of the wrong type, or a value.
/// The four are different things, and validators see them all at once.
/// </summary>
public readonly record struct Optional<T>
{
    private Optional(bool hasValue, T? value, string? fault) => (IsPresent, HasValue, Value, Fault) = (true, hasValue, value, fault);

    public static Optional<T> Absent => default;

    public static Optional<T> Null => new(hasValue: false, default, fault: null);

    /// <summary>The field was given, absent excluded.</summary>
    public bool IsPresent { get; }

    /// <summary>The value; default unless <see cref="HasValue"/>.</summary>
    public T? Value { get; }

    /// <summary>What the field must be, when what came was of another type ("must be a string"); null when it could be read.</summary>
    public string? Fault { get; }

    public bool HasValue { get; }

    public bool IsNull => IsPresent && !HasValue && Fault is null;

    public static Optional<T> Of(T value) => new(hasValue: value is not null, value, fault: null);

    public static Optional<T> WrongType(string fault) => new(hasValue: false, default, fault);
}

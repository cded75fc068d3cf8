namespace Layers.Domain;

/// <summary>What kind of refusal it is; only the HTTP layer knows which status belongs to it.</summary>
public enum ErrorKind
{
    Malformed,
    Validation,
    Unauthenticated,
    KillSwitch,
    NotFound,
    Conflict,
    ContentRejected,
    ApprovalRequired,
    IdempotencyConflict,
    StillRunning,
    TooManyAtOnce,

    /// <summary>This server cannot do it now; another one, or the same one a little later, can.</summary>
    Unavailable,
    UploadIncomplete,
    QuotaExceeded,
    CursorExpired,
    RevisionMismatch,
    PayloadTooLarge,
    UnsupportedMediaType,
    CursorAhead,
}

/// <summary>One fault of one field: where it stands in the request, and one sentence for a person.</summary>
public sealed record Issue(string Path, string Message);

/// <summary>The one exception that a rule throws. The message is shown to the caller, so it never carries a secret.</summary>
public sealed class DomainException(ErrorKind kind, string message, IReadOnlyDictionary<string, object?>? details = null, Exception? inner = null)
    : Exception(message, inner)
{
    public ErrorKind Kind { get; } = kind;

    /// <summary>Facts beside the message, by name; null when there are none.</summary>
    public IReadOnlyDictionary<string, object?>? Details { get; } = details;

    public static DomainException NotFound(string what) => new(ErrorKind.NotFound, $"{what} not found.");

    public static DomainException Conflict(string message, string? detail = null, object? value = null) =>
        new(ErrorKind.Conflict, message, Detail(detail, value));

    public static DomainException Invalid(string message, string? detail = null, object? value = null) =>
        new(ErrorKind.Validation, message, Detail(detail, value));

    /// <param name="nextCursor">Where what is kept begins.</param>
    public static DomainException CursorExpired(string nextCursor) =>
        new(ErrorKind.CursorExpired, "Events behind this cursor were removed for their age. Go on with details.nextCursor, and read again what you may have missed.", Detail("nextCursor", nextCursor));

    /// <param name="lastPosition">Of the feed's newest event.</param>
    public static DomainException CursorAhead(long lastPosition) =>
        new(ErrorKind.CursorAhead, "cursor is ahead of the feed; read it from the beginning, or from a cursor that was kept earlier.", Detail("lastPosition", lastPosition));

    /// <summary>Every fault of a body or a query at once.</summary>
    public static DomainException Invalid(IReadOnlyList<Issue> issues) =>
        new(ErrorKind.Validation, Summary(issues), Detail("issues", issues));

    private static string Summary(IReadOnlyList<Issue> issues) =>
        issues.Count == 1 ? issues[0].Message : $"{issues[0].Message} ({issues.Count - 1} more in details.issues.)";

    private static Dictionary<string, object?>? Detail(string? name, object? value) =>
        name is null ? null : new Dictionary<string, object?> { [name] = value };
}

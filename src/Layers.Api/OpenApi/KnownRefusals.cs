using Layers.Api.Http;
using Layers.Domain;

namespace Layers.Api.OpenApi;

/// <summary>All refusals, each with an example; where an operation has one of its own, that one is shown.</summary>
internal static class KnownRefusals
{
    private static readonly object Gate = new
    {
        blocked = true,
        code = "APPROVAL_REQUIRED",
        reasons = new[] { "approval_pending" },
        requiredScope = (string?)null,
        firstN = new { required = 5, decided = 2, remaining = 3 },
        autoApproveAt = (string?)null,
        next = new[] { "approve", "reject" },
    };

    private static readonly object Shut = new
    {
        blocked = true,
        code = "CONTENT_REJECTED",
        reasons = new[] { "rejected" },
        requiredScope = (string?)null,
        firstN = (object?)null,
        autoApproveAt = (string?)null,
        next = new[] { "create" },
    };

    public static readonly Refusal Internal = new(
        500, "INTERNAL", "internal", "something went wrong on our side", "Something went wrong on our side; the request id finds it in our log.");

    public static readonly Refusal Unavailable = new(
        503, "UNAVAILABLE", "unavailable", "the database is out of reach", "The database is out of reach; try again soon.");

    public static readonly Refusal Unauthenticated = new(
        401, "UNAUTHENTICATED", "unauthenticated", "the key is missing, malformed or unknown", "A valid API key is needed: Authorization: Bearer lp_…");

    public static readonly Refusal RateLimited = new(
        429,
        "RATE_LIMITED",
        "rateLimited",
        "the budget of this minute is used up",
        "This key has made its 60 write-light requests of this minute; try again in 12 s.",
        new { limit = 60, endpointClass = "write-light", retryAfterSeconds = 12 });

    public static readonly Refusal TooManyUnknownKeys = new(
        429,
        "RATE_LIMITED",
        "tooManyUnknownKeys",
        "too many unknown keys have come from this address",
        "Too many unknown keys have come from this address; try again in 1 s.",
        new { retryAfterSeconds = 1 });

    public static readonly Refusal KillSwitch = Of(
        ErrorKind.KillSwitch, "killSwitch", "the key or its organization was switched off", "This key has been switched off.", new { scope = "key" });

    public static readonly Refusal NoJson = Of(
        ErrorKind.Malformed, "malformed", "the body is not JSON", "The body is not valid JSON, is nested too deeply, or holds a key twice.");

    public static readonly Refusal NotJson = Of(
        ErrorKind.UnsupportedMediaType, "unsupportedMediaType", "the body is not `application/json`", "The body must be application/json in UTF-8.");

    public static readonly Refusal Encoded = Of(
        ErrorKind.UnsupportedMediaType,
        "encoded",
        "the body has a `Content-Encoding`",
        "The body must not be encoded: send it without Content-Encoding.");

    public static readonly Refusal Unreadable = Of(ErrorKind.Malformed, "unreadable", "the request breaks off or is not HTTP", "The request could not be read.");

    public static readonly Refusal TooLarge = Of(
        ErrorKind.PayloadTooLarge, "payloadTooLarge", "the body is larger than the operation takes", "The body is larger than this address takes.");

    public static readonly Refusal KeyOfAnother = Of(
        ErrorKind.IdempotencyConflict,
        "idempotencyConflict",
        "the `Idempotency-Key` was used with another request",
        "This Idempotency-Key was used with another request.");

    public static readonly Refusal StillRunning = Of(
        ErrorKind.StillRunning, "stillRunning", "a request with this `Idempotency-Key` is still running", "A request with this Idempotency-Key is still running.");

    public static readonly Refusal Locked = Of(
        ErrorKind.StillRunning,
        "locked",
        "another request is writing to the same resource right now",
        "Another request is writing to this right now; try again in a moment.");

    public static readonly Refusal TooManyAtOnce = Of(
        ErrorKind.TooManyAtOnce,
        "tooManyAtOnce",
        "the organization has too many requests under way",
        "This organization has too many requests under way; try again in a moment.",
        new { retryAfterSeconds = 1 });

    public static readonly Refusal Stale = Of(
        ErrorKind.RevisionMismatch,
        "revisionMismatch",
        "`If-Match` is not the present revision, or `If-None-Match` is",
        "If-Match does not name the container's current revision.",
        new { revision = 3 });

    public static readonly Refusal OtherFile = Of(
        ErrorKind.RevisionMismatch, "otherFile", "the file does not meet `If-Match` or `If-Unmodified-Since`", "The file does not meet the request's conditions.");

    public static readonly Refusal Range = new(
        416, "VALIDATION", "range", "the range begins behind the end of the file", "The range begins behind the end of the file.");

    /// <summary>What an action may name in its <see cref="RefusesAttribute"/>.</summary>
    public static readonly IReadOnlyDictionary<ErrorKind, Refusal> ByKind = new Dictionary<ErrorKind, Refusal>
    {
        [ErrorKind.Malformed] = Of(ErrorKind.Malformed, "malformed", "the request cannot be read", "The request could not be read."),
        [ErrorKind.Validation] = Of(
            ErrorKind.Validation, "refused", "what is there does not allow it", "Container isn't completed yet.", new { status = "processing" }),
        [ErrorKind.NotFound] = Of(ErrorKind.NotFound, "notFound", "there is nothing at this address", "File not found."),
        [ErrorKind.Conflict] = Of(
            ErrorKind.Conflict, "conflict", "the present state forbids it", "Project is archived.", new { status = "archived" }),
        [ErrorKind.ContentRejected] = Of(
            ErrorKind.ContentRejected, "contentRejected", "the container was rejected", "Container was rejected.", Shut),
        [ErrorKind.ApprovalRequired] = Of(
            ErrorKind.ApprovalRequired,
            "approvalRequired",
            "the container waits for approval; `details` is the gate's verdict",
            "Container waits for approval.",
            Gate),
        [ErrorKind.CursorAhead] = Of(
            ErrorKind.CursorAhead,
            "cursorAhead",
            "`cursor` lies beyond the newest event, as after a backup was restored",
            DomainException.CursorAhead(41).Message,
            new { lastPosition = 41 }),
        [ErrorKind.UploadIncomplete] = Of(
            ErrorKind.UploadIncomplete,
            "uploadIncomplete",
            "not every byte has arrived",
            "Not every file has arrived yet.",
            new { missing = new[] { new { index = 1, filename = "latte.jpg" } } }),
        [ErrorKind.CursorExpired] = Of(
            ErrorKind.CursorExpired,
            "cursorExpired",
            "events behind the cursor were removed for their age",
            "Events behind this cursor were removed for their age. Go on with details.nextCursor, and read again what you may have missed.",
            new { nextCursor = "eyJwb3NpdGlvbiI6NDE3fQ" }),
        [ErrorKind.QuotaExceeded] = Of(
            ErrorKind.QuotaExceeded,
            "quotaExceeded",
            "the organization may not keep that many bytes",
            "This upload would exceed the bytes that the organization may keep.",
            new { limitBytes = 10_000_000_000, usedBytes = 9_990_000_000, askedBytes = 30_000_000 }),
        [ErrorKind.PayloadTooLarge] = Of(
            ErrorKind.PayloadTooLarge, "payloadTooLarge", "more bytes came than were declared", "This file was declared as 273 bytes, and more were sent."),
        [ErrorKind.UnsupportedMediaType] = Of(
            ErrorKind.UnsupportedMediaType,
            "unsupportedMediaType",
            "the type is not the declared one",
            "This file was declared as image/png, and Content-Type must say so."),
    };

    public static Refusal LacksScope(string scope) => new(
        403, "FORBIDDEN_SCOPE", "forbiddenScope", $"the key lacks `{scope}`", $"This key lacks the scope {scope}.", new { requiredScope = scope }, scope);

    public static Refusal NotFound(string noun) =>
        Of(ErrorKind.NotFound, "notFound", "there is none with this id in the organization", $"{noun} not found.") with { Topic = noun };

    public static Refusal Fault(int status, Issue issue) => new(
        status,
        "VALIDATION",
        "fault",
        "a field, parameter or header is not as it must be; all faults at once",
        issue.Message,
        new { issues = new[] { new { path = issue.Path, message = issue.Message } } },
        issue.Path);

    private static Refusal Of(ErrorKind kind, string name, string when, string message, object? details = null)
    {
        var answer = ErrorResponses.Of(kind, message, details: null);
        return new Refusal(answer.Status, answer.Code, name, when, message, details);
    }
}

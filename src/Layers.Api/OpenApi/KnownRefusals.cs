using Layers.Api.Http;
using Layers.Domain;

namespace Layers.Api.OpenApi;

/// <summary>Examples of refusals that an action names itself; where an operation has one of its own, that one is shown.</summary>
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

    public static readonly IReadOnlyDictionary<ErrorKind, Refusal> ByKind = new Dictionary<ErrorKind, Refusal>
    {
        [ErrorKind.Malformed] = Of(ErrorKind.Malformed, "malformed", "the request cannot be read", "The request could not be read."),
        [ErrorKind.Validation] = Of(ErrorKind.Validation, "refused", "what is there does not allow it", "Container isn't completed yet.", new { status = "processing" }),
        [ErrorKind.NotFound] = Of(ErrorKind.NotFound, "notFound", "there is nothing at this address", "File not found."),
        [ErrorKind.Conflict] = Of(ErrorKind.Conflict, "conflict", "the present state forbids it", "Project is archived.", new { status = "archived" }),
        [ErrorKind.ContentRejected] = Of(ErrorKind.ContentRejected, "contentRejected", "the container was rejected", "Container was rejected.", Shut),
        [ErrorKind.ApprovalRequired] = Of(
            ErrorKind.ApprovalRequired, "approvalRequired", "the container waits for approval; `details` is the gate's verdict", "Container waits for approval.", Gate),
        [ErrorKind.UploadIncomplete] = Of(
            ErrorKind.UploadIncomplete, "uploadIncomplete", "not every byte has arrived", "Not every file has arrived yet.", new { missing = new[] { "latte.jpg" } }),
        [ErrorKind.PayloadTooLarge] = Of(
            ErrorKind.PayloadTooLarge, "payloadTooLarge", "more bytes came than were declared", "This file was declared as 273 bytes, and more were sent."),
        [ErrorKind.UnsupportedMediaType] = Of(
            ErrorKind.UnsupportedMediaType, "unsupportedMediaType", "the type is not the declared one", "This file was declared as image/png, and Content-Type must say so."),
    };

    private static Refusal Of(ErrorKind kind, string name, string when, string message, object? details = null)
    {
        var answer = ErrorResponses.Of(kind, message, details: null);
        return new Refusal(answer.Status, answer.Code, name, when, message, details);
    }
}

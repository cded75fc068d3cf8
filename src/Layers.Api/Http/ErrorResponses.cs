using Layers.Application.Seams;
using System.Text.Json.Serialization;
using Layers.Api.OpenApi;
using Layers.Domain;
using Npgsql;

namespace Layers.Api.Http;

/// <summary>
/// The one place that knows which HTTP response belongs to which refusal, and the one that writes the error envelope:
/// for what the domain throws, for what routing and Kestrel refuse, and for what nobody expected.
/// </summary>
public sealed partial class ErrorResponses(RequestDelegate next, ILogger<ErrorResponses> logger, TimeProvider time)
{
    private const int RetryAfterSeconds = 1;

    private readonly OutageLog outages = new(time);
    private readonly OutageLog storeOutages = new(time);

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { StatusCode: >= 400, HasStarted: false })
                await Write(context, ForStatus(context.Response.StatusCode));
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await Write(context, ForException(context, e));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has hung up.
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            // What has been sent cannot be taken back, but nobody shall take it for the whole.
            LogCutOff(logger, RequestId.Of(context), e);
            context.Abort();
        }
    }

    public static Task Write(HttpContext context, ErrorAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        // What was said of a file does not hold for the error in its place.
        response.ContentLength = null;
        if (answer.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        response.Headers.CacheControl = "no-store";
        if (answer.RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString();
        return response.WriteAsJsonAsync(answer.ToEnvelope(RequestId.Of(context)), JsonFormat.Options, context.RequestAborted);
    }

    private ErrorAnswer ForException(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case DomainException refusal:
                if (refusal.InnerException is { } cause && storeOutages.IsNext())
                    LogStoreUnavailable(logger, RequestId.Of(context), cause);
                return Of(refusal.Kind, refusal.Message, refusal.Details, context.GetEndpoint()?.Metadata.GetMetadata<FaultStatusAttribute>()?.Status);
            case BadHttpRequestException bad:
                return bad.StatusCode == StatusCodes.Status413PayloadTooLarge
                    ? ForStatus(bad.StatusCode)
                    : new ErrorAnswer(StatusCodes.Status400BadRequest, "VALIDATION", "The request could not be read.");
            case PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } when !IsRead(context):
                return Of(ErrorKind.StillRunning, "Another request is writing to this right now; try again in a moment.", details: null);
            case NpgsqlException database when IsOutOfReach(database):
                if (outages.IsNext())
                    LogUnavailable(logger, RequestId.Of(context), database);
                return new ErrorAnswer(StatusCodes.Status503ServiceUnavailable, "UNAVAILABLE", "The database is out of reach; try again soon.", RetryAfter: RetryAfterSeconds);
            default:
                LogUnexpected(logger, RequestId.Of(context), exception);
                return ForStatus(StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>The response that belongs to a refusal.</summary>
    /// <param name="kind">What decides it.</param>
    /// <param name="message">As the rule worded it.</param>
    /// <param name="details">As the rule gave them.</param>
    /// <param name="faultStatus">The status of a bad field where it is not 422.</param>
    public static ErrorAnswer Of(ErrorKind kind, string message, IReadOnlyDictionary<string, object?>? details, int? faultStatus = null)
    {
        var (status, code) = kind switch
        {
            ErrorKind.Malformed => (400, "VALIDATION"),
            ErrorKind.Validation => (faultStatus ?? 422, "VALIDATION"),
            ErrorKind.Unauthenticated => (401, "UNAUTHENTICATED"),
            ErrorKind.KillSwitch => (503, "KILL_SWITCH"),
            ErrorKind.NotFound => (404, "NOT_FOUND"),
            ErrorKind.Conflict => (409, "CONFLICT"),
            ErrorKind.ContentRejected => (409, "CONTENT_REJECTED"),
            ErrorKind.ApprovalRequired => (403, "APPROVAL_REQUIRED"),
            ErrorKind.IdempotencyConflict => (409, "IDEMPOTENCY_CONFLICT"),
            ErrorKind.StillRunning => (409, "CONFLICT"),
            ErrorKind.TooManyAtOnce => (429, "RATE_LIMITED"),
            ErrorKind.Unavailable => (503, "UNAVAILABLE"),
            ErrorKind.UploadIncomplete => (409, "UPLOAD_INCOMPLETE"),
            ErrorKind.CursorExpired => (410, "CURSOR_EXPIRED"),
            ErrorKind.QuotaExceeded => (422, "QUOTA_EXCEEDED"),
            ErrorKind.RevisionMismatch => (412, "REVISION_MISMATCH"),
            ErrorKind.PayloadTooLarge => (413, "PAYLOAD_TOO_LARGE"),
            ErrorKind.CursorAhead => (422, "CURSOR_AHEAD"),
            ErrorKind.UnsupportedMediaType => (415, "UNSUPPORTED_MEDIA_TYPE"),
            _ => (500, "INTERNAL"),
        };
        int? retryAfter = kind is ErrorKind.StillRunning or ErrorKind.TooManyAtOnce or ErrorKind.Unavailable ? RetryAfterSeconds : null;
        return new ErrorAnswer(status, code, message, details, retryAfter);
    }

    private static ErrorAnswer ForStatus(int status) =>
        status switch
        {
            404 => new ErrorAnswer(status, "NOT_FOUND", "There is nothing at this address."),
            405 => new ErrorAnswer(status, "METHOD_NOT_ALLOWED", "This address does not take that method; see the Allow header."),
            412 => new ErrorAnswer(status, "REVISION_MISMATCH", "The file does not meet the request's conditions."),
            413 => new ErrorAnswer(status, "PAYLOAD_TOO_LARGE", "The body is larger than this address takes."),
            415 => new ErrorAnswer(status, "UNSUPPORTED_MEDIA_TYPE", "The body must be application/json in UTF-8."),
            416 => new ErrorAnswer(status, "VALIDATION", "The range begins behind the end of the file."),
            >= 500 => new ErrorAnswer(500, "INTERNAL", "Something went wrong on our side; the request id finds it in our log."),
            _ => new ErrorAnswer(status, "VALIDATION", "The request could not be read."),
        };

    // A read locks no row: where it waits for a lock, a migration holds the table.
    private static bool IsRead(HttpContext context) => HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);

    private static bool IsOutOfReach(NpgsqlException exception) =>
        exception is not PostgresException refused
        || refused.IsTransient
        || refused.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.AdminShutdown;

    [LoggerMessage(Level = LogLevel.Error, Message = "{RequestId}: the database is out of reach")]
    private static partial void LogUnavailable(ILogger logger, string requestId, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "{RequestId}: the media store failed or did not respond in time")]
    private static partial void LogStoreUnavailable(ILogger logger, string requestId, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "{RequestId}: the answer was cut off midway by a failure")]
    private static partial void LogCutOff(ILogger logger, string requestId, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "{RequestId}: unexpected failure")]
    private static partial void LogUnexpected(ILogger logger, string requestId, Exception exception);
}

public sealed record ErrorAnswer(
    int Status,
    string Code,
    string Message,
    IReadOnlyDictionary<string, object?>? Details = null,
    int? RetryAfter = null)
{
    public ErrorEnvelope ToEnvelope(string requestId) => new(new ErrorBody(Code, Message, requestId, Details));
}

public sealed record ErrorEnvelope(ErrorBody Error);

/// <param name="Message">One plain sentence for a person.</param>
/// <param name="RequestId">Also sent as <c>X-Request-Id</c>; names this request in our log.</param>
public sealed record ErrorBody(
    string Code,
    string Message,
    string RequestId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), ShownAs(typeof(ErrorDetails))] IReadOnlyDictionary<string, object?>? Details);

/// <summary>The status of a bad field on this endpoint, where it is not 422.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FaultStatusAttribute(int status) : Attribute
{
    public int Status { get; } = status;
}

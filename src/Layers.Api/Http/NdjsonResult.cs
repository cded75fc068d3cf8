using System.Buffers;
using Microsoft.AspNetCore.Mvc;

namespace Layers.Api.Http;

/// <summary>
/// Streams rows as newline-delimited JSON, and sends each page, a long one in parts, before it asks for the next. A failure before the first page is
/// an ordinary error; a later one cuts the connection, so that nobody takes what was sent for the whole.
/// </summary>
/// <param name="pages">What to send.</param>
/// <param name="writeLine">Writes one row, with the line feed behind it.</param>
internal sealed class NdjsonResult<TRow>(IAsyncEnumerable<IReadOnlyList<TRow>> pages, Action<IBufferWriter<byte>, TRow> writeLine) : IActionResult
{
    private const int MostUnsent = 65_536;

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        var callerLeft = context.HttpContext.RequestAborted;
        await foreach (var page in pages.WithCancellation(callerLeft))
        {
            if (!response.HasStarted)
                response.ContentType = Ndjson.MediaType;
            // The first page has shown that there is a response; reading the rest for nobody could take minutes.
            if (HttpMethods.IsHead(context.HttpContext.Request.Method))
                return;
            foreach (var row in page)
            {
                writeLine(response.BodyWriter, row);
                if (response.BodyWriter.UnflushedBytes > MostUnsent)
                    await response.BodyWriter.FlushAsync(callerLeft);
            }

            await response.BodyWriter.FlushAsync(callerLeft);
        }
    }
}

internal static class Ndjson
{
    public const string MediaType = "application/x-ndjson";

    /// <summary>Whether the caller prefers it to everything else that it accepts. A caller that does not name it gets JSON.</summary>
    public static bool IsPreferredBy(HttpRequest request)
    {
        var preferred = request.GetTypedHeaders().Accept.OrderByDescending(type => type.Quality ?? 1).FirstOrDefault();
        return preferred is not null && preferred.Quality != 0 && preferred.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase);
    }
}

using AutoMapper;
using Layers.Application;

namespace Layers.Api.Http;

/// <param name="NextCursor">Where the next page begins; null on the last one.</param>
public sealed record PageResponse<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    public static PageResponse<T> Of(Page<T> page) => new(page.Items, page.Next?.ToString());
}

internal static class PageMapping
{
    public static PageResponse<TResponse> MapPage<TView, TResponse>(this IMapper mapper, Page<TView> page) =>
        new(mapper.Map<List<TResponse>>(page.Items), page.Next?.ToString());
}

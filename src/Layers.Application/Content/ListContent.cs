using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Content;
using MediatR;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>Lists a project's containers, newest first. Needs <c>content:read</c>. Parameters are as they came in the query.</summary>
public sealed record ListContent(
    ProjectId Project,
    IReadOnlyList<string> Status,
    IReadOnlyList<string> Format,
    IReadOnlyList<string> CreativeType,
    IReadOnlyList<string> ApprovalStatus,
    string? Since,
    string? Until,
    string? Cursor,
    string? Limit) : IRequest<Page<ContentRow>>
{
    /// <summary>Only for parameters that were found valid.</summary>
    public ContentFilter ToFilter() =>
        new(
            Parse<ContainerStatus>(Status),
            Parse<ContentFormat>(Format),
            Parse<CreativeType>(CreativeType),
            Parse<ApprovalStatus>(ApprovalStatus),
            ParseInstant(Since),
            ParseInstant(Until),
            Cursor is not null && Application.Cursor.TryParse(Cursor, out var cursor) ? cursor : null,
            QueryFields.LimitOf(Limit));

    private static List<TEnum> Parse<TEnum>(IReadOnlyList<string> words)
        where TEnum : struct, Enum => [.. words.Select(Words.Parse<TEnum>).Distinct()];

    private static Instant? ParseInstant(string? text) => Timestamp.TryParse(text, out var instant) ? instant : null;
}

public sealed class ListContentValidator : AbstractValidator<ListContent>
{
    public ListContentValidator()
    {
        RuleFor(query => query.Status).Words<ListContent, ContainerStatus>();
        RuleFor(query => query.Format).Words<ListContent, ContentFormat>();
        RuleFor(query => query.CreativeType).Words<ListContent, CreativeType>();
        RuleFor(query => query.ApprovalStatus).Words<ListContent, ApprovalStatus>();
        RuleFor(query => query.Since).Timestamp();
        RuleFor(query => query.Until).Timestamp();
        RuleFor(query => query.Cursor).Cursor((query, _) => ListKey.Content(query.Project));
        RuleFor(query => query.Limit).Limit();
    }
}

/// <summary>An empty list filters nothing. Both ends of the time range are included.</summary>
public sealed record ContentFilter(
    IReadOnlyList<ContainerStatus> Statuses,
    IReadOnlyList<ContentFormat> Formats,
    IReadOnlyList<CreativeType> CreativeTypes,
    IReadOnlyList<ApprovalStatus> ApprovalStatuses,
    Instant? Since,
    Instant? Until,
    Cursor? After,
    int Limit);

public sealed class ListContentHandler(ICaller caller, IContentReads content) : IRequestHandler<ListContent, Page<ContentRow>>
{
    public async Task<Page<ContentRow>> Handle(ListContent request, CancellationToken cancellationToken)
    {
        var filter = request.ToFilter();
        var rows = await content.List(caller.Organization, request.Project, filter, cancellationToken);
        return Page<ContentRow>.Of(rows, filter.Limit, row => new Cursor(row.CreatedAt, row.Id.Value, ListKey.Content(request.Project)));
    }
}

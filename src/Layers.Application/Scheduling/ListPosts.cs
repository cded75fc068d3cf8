using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Scheduling;
using MediatR;

namespace Layers.Application.Scheduling;

/// <summary>Lists a project's scheduled posts, latest hour first. Needs <c>publish:read</c>. Parameters are as they came in the query.</summary>
public sealed record ListPosts(
    ProjectId Project,
    IReadOnlyList<string> Status,
    string? SocialAccountId,
    string? Since,
    string? Until,
    string? Cursor,
    string? Limit) : IRequest<Page<PostView>>
{
    public const int DefaultLimit = 50;

    public const int LargestLimit = 100;

    /// <summary>Only for parameters that were found valid.</summary>
    public PostFilter ToFilter() =>
        new(
            [.. Status.Select(Words.Parse<PostStatus>).Distinct()],
            Id.TryParse<SocialAccountId>(SocialAccountId, out var account) ? account : null,
            Timestamp.TryParse(Since, out var since) ? since : null,
            Timestamp.TryParse(Until, out var until) ? until : null,
            Cursor is not null && Application.Cursor.TryParse(Cursor, out var cursor) ? cursor : null,
            QueryFields.LimitOf(Limit, DefaultLimit));
}

public sealed class ListPostsValidator : AbstractValidator<ListPosts>
{
    public ListPostsValidator()
    {
        RuleFor(query => query.Status).Words<ListPosts, PostStatus>();
        RuleFor(query => query.SocialAccountId).Takes(Rules.IdOf<SocialAccountId>("must be the id of a social account"));
        RuleFor(query => query.Since).Timestamp();
        RuleFor(query => query.Until).Timestamp();
        RuleFor(query => query.Cursor).Cursor((query, _) => ListKey.ScheduledPosts(query.Project));
        RuleFor(query => query.Limit).Limit(ListPosts.LargestLimit, ListPosts.DefaultLimit);
    }
}

public sealed class ListPostsHandler(ICaller caller, IScheduledPosts posts) : IRequestHandler<ListPosts, Page<PostView>>
{
    public async Task<Page<PostView>> Handle(ListPosts request, CancellationToken cancellationToken)
    {
        var filter = request.ToFilter();
        var found = await posts.List(caller.Organization, request.Project, filter, cancellationToken);
        return Page<PostView>.Of([.. found.Select(PostView.From)], filter.Limit, view => new Cursor(view.ScheduledFor, view.Id.Value, ListKey.ScheduledPosts(request.Project)));
    }
}

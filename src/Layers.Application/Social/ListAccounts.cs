using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Social;
using MediatR;

namespace Layers.Application.Social;

/// <summary>Lists a project's accounts, newest first. Needs <c>social:read</c>. Parameters are as they came in the query.</summary>
public sealed record ListAccounts(ProjectId Project, IReadOnlyList<string> Platform, IReadOnlyList<string> Status, string? Cursor, string? Limit)
    : IRequest<Page<SocialAccountView>>
{
    public const int DefaultLimit = 50;

    /// <summary>Only for parameters that were found valid.</summary>
    public SocialAccountFilter ToFilter() =>
        new(
            [.. Platform.Select(Words.Parse<Platform>).Distinct()],
            [.. Status.Select(Words.Parse<SocialAccountStatus>).Distinct()],
            Cursor is not null && Application.Cursor.TryParse(Cursor, out var cursor) ? cursor : null,
            QueryFields.LimitOf(Limit, DefaultLimit));
}

public sealed class ListAccountsValidator : AbstractValidator<ListAccounts>
{
    public ListAccountsValidator()
    {
        RuleFor(query => query.Platform).Words<ListAccounts, Platform>();
        RuleFor(query => query.Status).Words<ListAccounts, SocialAccountStatus>();
        RuleFor(query => query.Cursor).Cursor((query, _) => ListKey.SocialAccounts(query.Project));
        RuleFor(query => query.Limit).Limit(otherwise: ListAccounts.DefaultLimit);
    }
}

public sealed class ListAccountsHandler(ICaller caller, ISocialAccounts accounts) : IRequestHandler<ListAccounts, Page<SocialAccountView>>
{
    public async Task<Page<SocialAccountView>> Handle(ListAccounts request, CancellationToken cancellationToken)
    {
        var filter = request.ToFilter();
        var found = await accounts.List(caller.Organization, request.Project, filter, cancellationToken);
        return Page<SocialAccountView>.Of(
            [.. found.Select(SocialAccountView.From)], filter.Limit, view => new Cursor(view.CreatedAt, view.SocialAccountId.Value, ListKey.SocialAccounts(request.Project)));
    }
}

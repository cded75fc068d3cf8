using System.Linq.Expressions;
using System.Text.RegularExpressions;
using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;

namespace Layers.Application.Audit;

/// <summary>Which rows of the audit log, by parameters as they came in the query.</summary>
public sealed record AuditQuery(
    IReadOnlyList<string> EventType,
    string? ProjectId,
    string? ApiKeyId,
    string? Since,
    string? Until,
    string? Cursor,
    string? Limit)
{
    /// <summary>Only for parameters that were found valid.</summary>
    public AuditFilter ToFilter(int defaultLimit) =>
        new(
            [.. EventType.Distinct(StringComparer.Ordinal)],
            Id.TryParse<ProjectId>(ProjectId, out var project) ? project : null,
            Id.TryParse<ApiKeyId>(ApiKeyId, out var key) ? key : null,
            Timestamp.TryParse(Since, out var since) ? since : null,
            Timestamp.TryParse(Until, out var until) ? until : null,
            Cursor is not null && Application.Cursor.TryParse(Cursor, out var cursor) ? cursor : null,
            QueryFields.LimitOf(Limit, defaultLimit));
}

public interface IAuditQuery
{
    AuditQuery Query { get; }
}

/// <summary>
/// A type that nobody writes is as good as one that has not happened yet, and older rows may have types that are written no more: so a type needs only
/// look like one.
/// </summary>
public abstract partial class AuditQueryValidator<T> : AbstractValidator<T>
    where T : IAuditQuery
{
    protected AuditQueryValidator(int largestLimit, int defaultLimit)
    {
        Field(list => list.Query.EventType).EachTakes(Rules.Form(EventTypeForm(), "must be the type of an audit event, such as content.approved"));
        Field(list => list.Query.ProjectId).Takes(Rules.IdOf<ProjectId>("must be the id of a project"));
        Field(list => list.Query.ApiKeyId).Takes(Rules.IdOf<ApiKeyId>("must be the id of an API key"));
        Field(list => list.Query.Since).Timestamp();
        Field(list => list.Query.Until).Timestamp();
        Field(list => list.Query.Cursor).Cursor((_, organization) => ListKey.AuditLog(organization));
        Field(list => list.Query.Limit).Limit(largestLimit, defaultLimit);
    }

    /// <summary>Callers know nothing of a query inside of the request.</summary>
    private IRuleBuilder<T, TField> Field<TField>(Expression<Func<T, TField>> field) =>
        RuleFor(field).Configure(rule => rule.PropertyName = ((MemberExpression)field.Body).Member.Name);

    [GeneratedRegex(@"^(?=.{1,64}\z)[a-z_]+(\.[a-z_]+)+\z", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex EventTypeForm();
}

/// <summary>Lists the organization's audit log, newest first. Needs <c>audit:read</c>.</summary>
public sealed record ListAuditLog(AuditQuery Query) : IRequest<Page<AuditRow>>, IAuditQuery
{
    public const int DefaultLimit = 50;
}

public sealed class ListAuditLogValidator() : AuditQueryValidator<ListAuditLog>(PageLimits.Largest, ListAuditLog.DefaultLimit);

public sealed class ListAuditLogHandler(ICaller caller, IAuditReads audit) : IRequestHandler<ListAuditLog, Page<AuditRow>>
{
    public async Task<Page<AuditRow>> Handle(ListAuditLog request, CancellationToken cancellationToken)
    {
        var filter = request.Query.ToFilter(ListAuditLog.DefaultLimit);
        var rows = await audit.List(caller.Organization, filter, cancellationToken);
        return Page<AuditRow>.Of(rows, filter.Limit, row => new Cursor(row.OccurredAt, row.EventId.Value, ListKey.AuditLog(caller.Organization)));
    }
}

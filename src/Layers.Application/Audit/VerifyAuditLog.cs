using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using FluentValidation;
using Layers.Application.Keys;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Audit;

/// <summary>
/// Computes the organization's chain again, up to where it reached when the call came in, and names the first row that is not as it was sealed. With
/// a seal that was kept elsewhere it also says whether the chain still runs through it. Needs <c>audit:read</c>.
/// </summary>
/// <param name="Position">Of the seal that was kept; as it came in the query, with <paramref name="Hash"/> or not at all.</param>
/// <param name="Hash">Its hash.</param>
public sealed record VerifyAuditLog(string? Position, string? Hash) : IRequest<AuditVerdict>
{
    /// <summary>The largest number that every reader of JSON keeps as it is.</summary>
    public const long LastPosition = (1L << 53) - 1;
}

public sealed partial class VerifyAuditLogValidator : AbstractValidator<VerifyAuditLog>
{
    private const string MustBePosition = "must be the position of a seal, and come with its hash";
    private const string MustBeHash = "must be the hash of a seal, 64 hexadecimal digits, and come with its position";

    public VerifyAuditLogValidator()
    {
        RuleFor(query => query.Position)
            .Takes(Rules.WholeNumberText(1, VerifyAuditLog.LastPosition, MustBePosition))
            .Must((query, text) => text is not null || query.Hash is null).WithMessage($"position {MustBePosition}.");
        RuleFor(query => query.Hash)
            .Takes(Rules.Form(HashForm(), MustBeHash))
            .Must((query, text) => text is not null || query.Position is null).WithMessage($"hash {MustBeHash}.");
    }

    [GeneratedRegex(@"^[0-9A-Fa-f]{64}\z", RegexOptions.None, 1_000)]
    private static partial Regex HashForm();
}

/// <param name="Checked">How many positions of the chain were looked at.</param>
/// <param name="SealedUpTo">The last row that was found in order; null when there is none.</param>
/// <param name="Unsealed">How many rows wait for their seal.</param>
/// <param name="FirstBroken">Null when all is as it was sealed.</param>
public sealed record AuditVerdict(long Checked, SealedRow? SealedUpTo, long Unsealed, BrokenLink? FirstBroken)
{
    [JsonPropertyOrder(-1)]
    public bool Intact => FirstBroken is null;
}

public sealed record SealedRow(long Position, EventId EventId, Instant OccurredAt, string Hash);

/// <param name="Position">Null for a row that has no place in the chain.</param>
/// <param name="EventId">Null where it cannot be known.</param>
public sealed record BrokenLink(long? Position, EventId? EventId, BrokenReason Reason);

public enum BrokenReason
{
    /// <summary>The row, or its seal, is not what was sealed.</summary>
    Changed,

    /// <summary>A sealed row is gone, or a whole position.</summary>
    Missing,

    /// <summary>A row without a seal, or a seal behind the end of the chain.</summary>
    NotChained,

    /// <summary>The chain does not run through the seal that was kept.</summary>
    AnchorDiffers,
}

public sealed class VerifyAuditLogHandler(ICaller caller, IAuditChain chain, CallerAccess access) : IRequestHandler<VerifyAuditLog, AuditVerdict>
{
    private const int LinksAtOnce = 200;
    private const int IdsAtOnce = 10_000;

    public async Task<AuditVerdict> Handle(VerifyAuditLog request, CancellationToken cancellationToken)
    {
        // Read first: what is sealed meanwhile lies behind it.
        var state = await chain.GetState(caller.Organization, cancellationToken);
        var walk = new ChainWalk(state, AnchorOf(request));
        while (walk.IsUnderWay)
        {
            await access.DemandStillOpen(cancellationToken);
            walk.Take(await chain.ListLinks(caller.Organization, walk.Reached.Position, state.Head.Position, LinksAtOnce, cancellationToken));
        }

        var broken = walk.FirstBroken ?? await FindUnchained(cancellationToken);
        return new AuditVerdict(walk.Checked, walk.SealedUpTo, state.Unsealed, broken);
    }

    private async Task<BrokenLink?> FindUnchained(CancellationToken cancellationToken)
    {
        var from = new EventId(Guid.Empty);
        while (true)
        {
            await access.DemandStillOpen(cancellationToken);
            var search = await chain.FindUnchained(caller.Organization, from, IdsAtOnce, cancellationToken);
            if (search.Found is { } found)
                return new BrokenLink(Position: null, found, BrokenReason.NotChained);
            if (search.Last is not { } last || last == from)
                return null;
            from = last;
        }
    }

    private static Seal? AnchorOf(VerifyAuditLog request) =>
        request.Hash is { } hash && WholeNumber.TryParse(request.Position, out var position)
            ? new Seal(position, Convert.FromHexString(hash))
            : null;
}

using FluentValidation;
using Layers.Application.Organizations;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Keys;
using MediatR;
using NodaTime;

namespace Layers.Application.Keys;

/// <summary>
/// Makes a key, and its organization when no organization has that name. For the operator at the machine; the response holds the key's only
/// readable copy.
/// </summary>
/// <param name="Organization">A name (made if new) or an id.</param>
/// <param name="Environment">That of the organization; null: whatever it is, and live when it is new.</param>
public sealed record CreateKey(
    string Organization,
    OrganizationEnvironment? Environment,
    string Name,
    IReadOnlyList<string> Scopes,
    RateLimitTier Tier,
    ActorType ActorType) : ICommand<CreatedKey>;

/// <summary>A new key with its text, which is stored nowhere.</summary>
public sealed record CreatedKey(ApiKeyState Key, OrganizationEnvironment Environment, string OrganizationName, KeyText Text);

public sealed class CreateKeyValidator : AbstractValidator<CreateKey>
{
    public CreateKeyValidator(ScopeCatalog scopes)
    {
        RuleFor(command => command.Organization).Must(text => !Text.IsBlank(text)).WithMessage("organization is required.");
        RuleFor(command => command.Organization).Line(ApiKey.LongestName);
        RuleFor(command => command.Name).Must(text => !Text.IsBlank(text)).WithMessage("name is required.");
        RuleFor(command => command.Name).Line(ApiKey.LongestName);
        RuleFor(command => command.Scopes).NotEmpty().WithMessage("scopes is required.");
        RuleForEach(command => command.Scopes)
            .Must(scope => scope == Scopes.Everything || scopes.Names.Contains(scope))
            .WithMessage($"scopes must each be * or one of {string.Join(", ", scopes.Names)}.");
    }
}

public sealed class CreateKeyHandler(IOrganizations organizations, IApiKeys keys, IAuditLog audit, IClock clock) : IRequestHandler<CreateKey, CreatedKey>
{
    public async Task<CreatedKey> Handle(CreateKey request, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var organization = await FindOrMakeOrganization(request, now, cancellationToken);
        if (request.Environment is { } environment && environment != organization.Environment)
            throw DomainException.Invalid($"Organization {organization.Name} is {organization.Environment.ToWord()}, and so are its keys.");

        var text = KeyText.Make(organization.Environment);
        var key = new ApiKey(new ApiKeyState
        {
            Id = Id.New<ApiKeyId>(now),
            Organization = organization.Id,
            Environment = organization.Environment,
            KeyId = text.KeyId,
            Name = request.Name,
            Scopes = request.Scopes,
            Tier = request.Tier,
            ActorType = request.ActorType,
            CreatedAt = now,
        });
        keys.Add(key, text.SecretHash);
        audit.AppendByOperator(organization.Id, KeyAudit.Created(key, now));
        return new CreatedKey(key.State, organization.Environment, organization.Name, text);
    }

    // An organization is never made for what reads as an id.
    private Task<OrganizationView> FindOrMakeOrganization(CreateKey request, Instant now, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<OrganizationId>(request.Organization, out _))
            organizations.Add(Id.New<OrganizationId>(now), request.Organization, request.Environment ?? OrganizationEnvironment.Live, now);
        return organizations.Find(request.Organization, cancellationToken);
    }
}

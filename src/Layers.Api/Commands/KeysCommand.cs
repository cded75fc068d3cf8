using Layers.Api.Composition;
using System.CommandLine;
using Layers.Application.Keys;
using Layers.Application.Pipeline;
using Layers.Domain;
using Layers.Domain.Keys;

namespace Layers.Api.Commands;

internal static class KeysCommand
{
    public static Command Create(Parts parts) => new("keys", "Make, list, rotate, kill and delete API keys.")
        {
            CreateCreate(parts), CreateList(parts), CreateRotate(parts), CreateKill(parts), CreateDelete(parts),
        };

    private static Command CreateCreate(Parts parts)
    {
        var organization = new Option<string>("--organization") { Description = "A name (made if new) or an id.", Required = true };
        var environment = WordOption<OrganizationEnvironment>(
            "--environment", otherwise: null, "Of the organization, from its making: live (unless you say) reaches real platforms, test never does.");
        var name = new Option<string>("--name") { Description = "What the key is for.", DefaultValueFactory = _ => "default" };
        var scopes = new Option<string>("--scopes") { Description = "A list with commas; * grants all but keys:write, which has to be named.", DefaultValueFactory = _ => Scopes.Everything };
        var tier = WordOption<RateLimitTier>("--tier", RateLimitTier.Standard, "How many requests a minute.");
        var actorType = WordOption<ActorType>("--actor-type", ActorType.Service, "Who stands behind the key; written beside each decision.");
        actorType.AcceptOnlyFromAmong(ActorType.Person.ToWord(), ActorType.Agent.ToWord(), ActorType.Service.ToWord());

        var command = new Command("create", "Make a key, and print it: the only time that it can be read.") { organization, environment, name, scopes, tier, actorType };
        command.SetAction((parsed, cancellationToken) => CommandLine.Try(async () =>
        {
            var create = new CreateKey(
                parsed.GetValue(organization)!,
                parsed.GetValue(environment) is { } word ? Words.Parse<OrganizationEnvironment>(word) : null,
                parsed.GetValue(name)!,
                parsed.GetValue(scopes)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                Words.Parse<RateLimitTier>(parsed.GetValue(tier)!),
                Words.Parse<ActorType>(parsed.GetValue(actorType)!));
            var created = await Operator.Run(parts, layers => layers.Send(create, cancellationToken), cancellationToken);
            CommandLine.Print(parsed, Show(created), created.Text.Reveal());
        }));
        return command;
    }

    private static Command CreateList(Parts parts)
    {
        var command = new Command("list", "List the keys of all organizations, without their secrets.");
        command.SetAction((parsed, cancellationToken) => CommandLine.Try(async () =>
        {
            var keys = await Operator.Run(parts, layers => layers.Send(new ListAllKeys(), cancellationToken), cancellationToken);
            var lines = keys.Select(key => Line(key.OrganizationName, key.Key));
            CommandLine.Print(parsed, new { keys = keys.Select(Show) }, keys.Count == 0 ? "There are no keys yet." : string.Join(Environment.NewLine, lines));
        }));
        return command;
    }

    private static Command CreateRotate(Parts parts) =>
        CreateForOne(parts, "rotate", "Give a key a new text, and print it: the only time that it can be read. The old one opens nothing any more.", id => new RotateKey(id), rotated =>
            (new { id = rotated.Key.Id.ToString(), apiKey = rotated.Text!.Reveal() }, rotated.Text.Reveal()));

    private static Command CreateKill(Parts parts) =>
        CreateForOne(parts, "kill", "Switch a key off on every node, within a second.", id => new KillKey(id), key =>
            (new { id = key.Id.ToString(), status = key.Status.ToWord() }, $"{key.Id} is switched off."));

    private static Command CreateDelete(Parts parts) =>
        CreateForOne(parts, "delete", "Switch a key off on every node, within a second, and take it out of lists.", id => new DeleteKey(id), key =>
            (new { id = key.Id.ToString(), status = key.Status.ToWord() }, $"{key.Id} is deleted."));

    /// <summary>A command that concerns one key, sent as its organization's own callers would.</summary>
    private static Command CreateForOne<T>(Parts parts, string name, string description, Func<ApiKeyId, ICommand<T>> make, Func<T, (object Json, string Text)> show)
    {
        var id = new Argument<string>("id") { Description = "key_…" };
        var command = new Command(name, description) { id };
        command.SetAction((parsed, cancellationToken) => CommandLine.Try(async () =>
        {
            var answer = await Operator.Run(parts, layers => SendForOne(layers, parsed.GetValue(id), make, cancellationToken), cancellationToken);
            var (json, text) = show(answer);
            CommandLine.Print(parsed, json, text);
        }));
        return command;
    }

    private static async Task<T> SendForOne<T>(Operator layers, string? id, Func<ApiKeyId, ICommand<T>> make, CancellationToken cancellationToken)
    {
        var owner = Id.TryParse<ApiKeyId>(id, out var wanted) ? await layers.Send(new FindKeyOwner(wanted), cancellationToken) : null;
        return await layers.SendAs(owner ?? throw DomainException.NotFound(ApiKeyId.Noun), Actor.Operator, make(wanted), cancellationToken);
    }

    private static Option<string> WordOption<TEnum>(string name, TEnum? otherwise, string description)
        where TEnum : struct, Enum
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = otherwise is { } word ? _ => word.ToWord() : null };
        return option.AcceptOnlyFromAmong([.. Words.All<TEnum>()]);
    }

    private static object Show(CreatedKey created) =>
        new
        {
            id = created.Key.Id.ToString(),
            apiKey = created.Text.Reveal(),
            organizationId = created.Key.Organization.ToString(),
            organizationName = created.OrganizationName,
            environment = created.Environment.ToWord(),
            name = created.Key.Name,
            scopes = created.Key.Scopes,
            tier = created.Key.Tier.ToWord(),
            actorType = created.Key.ActorType.ToWord(),
            createdAt = created.Key.CreatedAt,
        };

    private static string Line(string organization, ApiKeyState key) =>
        $"{key.Id}  {organization} ({key.Environment.ToWord()})  {key.Name}  {string.Join(',', key.Scopes)}  {key.Status.ToWord()}";

    private static object Show(ListedKey listed) =>
        new
        {
            id = listed.Key.Id.ToString(),
            organizationId = listed.Key.Organization.ToString(),
            organizationName = listed.OrganizationName,
            environment = listed.Key.Environment.ToWord(),
            keyId = listed.Key.KeyId,
            name = listed.Key.Name,
            scopes = listed.Key.Scopes,
            tier = listed.Key.Tier.ToWord(),
            actorType = listed.Key.ActorType.ToWord(),
            status = listed.Key.Status.ToWord(),
            createdAt = listed.Key.CreatedAt,
            lastUsedAt = listed.Key.LastUsedAt,
            rotatedAt = listed.Key.RotatedAt,
            killedAt = listed.Key.KilledAt,
            deletedAt = listed.Key.DeletedAt,
        };
}

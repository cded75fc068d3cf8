using Layers.Application.Operation;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Operation;

internal sealed class GateRuleRepository(Db db) : IGateRules
{
    private const string SelectRules = "select name, added_at from gate_rules order by name";

    public Task<IReadOnlyList<KnownGateRule>> List(CancellationToken cancellationToken) => db.Many<KnownGateRule>(SelectRules, new { }, cancellationToken);

    private const string InsertRules = "insert into gate_rules (name, added_at) select unnest(@names), @now order by 1 on conflict (name) do nothing";

    public Task Add(IReadOnlyCollection<string> names, Instant now, CancellationToken cancellationToken) =>
        db.Execute(InsertRules, new { names = names.ToArray(), now }, cancellationToken);

    private const string DeleteRule = "delete from gate_rules where name = @name";

    public async Task<bool> Remove(string name, CancellationToken cancellationToken) => await db.Execute(DeleteRule, new { name }, cancellationToken) > 0;
}

using Layers.Lanes;

// --quick: 20 seconds of posts instead of 60.
var lasting = TimeSpan.FromSeconds(args.Contains("--quick") ? 20 : 60);
await using var relays = await Relays.Start();
await using var node = await Node.Start();
var expected = await Posts.Fill(node.ConnectionString, relays, lasting);
await node.Serve();
await relays.AllArrived(expected, lasting + TimeSpan.FromSeconds(30));
await relays.LetGo();
await node.Stop();
Console.WriteLine(Report.Table(relays, expected));
return Report.IsWithinLimit(relays, expected) ? 0 : 1;

using Layers.Api.Commands;

return await CommandLine.Run(args);

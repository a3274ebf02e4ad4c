using System.Globalization;
using Gatehouse.Bench.Processes;

namespace Gatehouse.Bench.Peers.Ai;

/// <summary>Portkey's gateway from npm, as its README starts it; who answers is told by the request, and nothing is checked, limited or kept.</summary>
internal static class PortkeyAi
{
    // Relative to the repository root, where npm has put it.
    private const string Program = "benchmarks/portkey/node_modules/@portkey-ai/gateway/build/start-server.js";

    public static AiPeer Start(string folder, int vendor, int core)
    {
        Directory.CreateDirectory(folder);
        var port = FreePort.Next();
        return new AiPeer("portkey", port,
        [
            new("Authorization", "Bearer sk-vendor"),
            new("x-portkey-provider", "openai"),
            new("x-portkey-custom-host", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{vendor}/v1")),
        ])
        {
            Process = PinnedProcess.Start(
                core, Path.Combine(folder, "output.log"), "env", "NODE_ENV=production", "node", Path.GetFullPath(Program),
                string.Create(CultureInfo.InvariantCulture, $"--port={port}"), "--headless"),
        };
    }
}

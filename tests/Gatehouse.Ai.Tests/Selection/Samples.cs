using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Configuration;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.OpenAi;
using Gatehouse.Ai.Providers.Sandbox;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Transport;
using Xunit;

namespace Gatehouse.Ai.Tests.Selection;

/// <summary>Deployments and clearances for tests.</summary>
internal static class Samples
{
    public static Deployment Deployment(
        string name, TimeProvider time, int priority = 0, int weight = 100, Capabilities capabilities = (Capabilities)2047, int? window = null,
        DataClassSet? classes = null, IVendorTransport? transport = null, Provider? api = null)
    {
        var address = new ProviderAddress { Name = $"of-{name}", Kind = ProviderKind.Sandbox, Url = new Uri("http://sandbox.invalid") };
        return new Deployment
        {
            Name = name,
            Provider = new ProviderState(address, api ?? new OpenAiProvider(ProviderKind.Sandbox))
            {
                IsPrivate = true,
                DataClasses = ["*"],
                Timeouts = new VendorTimeouts(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)),
                Transport = transport ?? new SandboxTransport(time),
            },
            Vendor = new VendorModel { Provider = address, Id = name },
            AdmittedClasses = classes ?? DataClasses.BuiltIn.Admitted(DataClasses.BuiltIn.All),
            Priority = priority,
            Weight = weight,
            Capabilities = capabilities,
            ContextWindow = window,
            Health = new DeploymentHealth(time),
        };
    }

    public static ClearedCandidates<Deployment> Cleared(params Deployment[] deployments) => Clearance().Filter(deployments);

    /// <summary>The clearance of a request that carries nothing.</summary>
    public static Clearance Clearance()
    {
        var policy = OpenPolicy.Create(TimeProvider.System);
        using var scan = policy.Scanner.Begin();
        return scan.Decide().Clearance!;
    }
}

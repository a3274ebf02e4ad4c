using Gatehouse.Ai.Providers;

namespace Gatehouse.Ai.Tests.Steps;

/// <summary>Models at providers.</summary>
internal static class Vendors
{
    public const string Key = "sk-ant-secret";

    public static VendorModel Model(ProviderKind kind, string id = "vendor-model") => new()
    {
        Provider = new ProviderAddress { Name = "vendor", Kind = kind, Url = new Uri("http://vendor.test"), ApiKey = Key },
        Id = id,
    };
}

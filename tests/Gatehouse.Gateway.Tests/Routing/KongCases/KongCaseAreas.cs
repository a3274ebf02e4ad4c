using Gatehouse.TestKit.KongCases;

namespace Gatehouse.Gateway.Tests.Routing.KongCases;

/// <summary>Which code runs the cases of which area.</summary>
internal static class KongCaseAreas
{
    public static readonly IReadOnlyDictionary<string, Action<KongCase>> Runners = new Dictionary<string, Action<KongCase>>
    {
        ["router.priority"] = RouterCase.Run,
        ["router.https"] = RouterCase.Run,
        ["router.grpc"] = RouterCase.Run,
        ["router.noservice"] = RouterCase.Run,
        ["router.disabled"] = RouterCase.Run,
        ["path.v0"] = PathCase.Run,
        ["path.v1"] = PathCase.Run,
        ["path.regex"] = PathCase.Run,
        ["path.query"] = PathCase.Run,
        ["path.encoding"] = PathCase.Run,
    };
}

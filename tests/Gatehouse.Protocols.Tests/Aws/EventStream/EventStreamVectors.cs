using Gatehouse.Protocols.Aws.EventStream;

namespace Gatehouse.Protocols.Tests.Aws.EventStream;

/// <summary>Frames that AWS's SDKs are tested with (published with botocore and aws-sdk-js): hexadecimal, and what is in them or wrong with them.</summary>
internal static class EventStreamVectors
{
    private const string ContentType = "0c636f6e74656e742d74797065070010" + "6170706c69636174696f6e2f6a736f6e";
    private const string FooBar = "7b27666f6f273a27626172277d";

    /// <summary>Name, frame, headers as "name=value" joined by commas, payload as text.</summary>
    public static IReadOnlyList<(string Name, string Hex, string Headers, string Payload)> Good { get; } =
    [
        ("empty", "000000100000000005c248eb7d98c8ff", "", ""),
        ("int8", "000000170000000729860158" + "046279746502ff" + "c2f869dc", "byte=-1", ""),
        ("int16", "0000001900000009710e923e" + "0573686f727403ffff" + "b27cb6cc", "short=-1", ""),
        ("int32", "0000001d0000000d83e3f0e7" + "07696e746567657204ffffffff" + "8b8e12eb", "integer=-1", ""),
        ("int64", "0000001e0000000e5d4adb8d" + "046c6f6e6705ffffffffffffffff" + "4bc232da", "long=-1", ""),
        ("int32 with payload", "0000002b0000000e348bec7b" + "086576656e742d6964040000a00c" + FooBar + "d3890285", "event-id=40972", "{'foo':'bar'}"),
        ("payload only", "0000001d00000000fd528c5a" + FooBar + "c3653936", "", "{'foo':'bar'}"),
        ("one text", "0000003d0000002007fd8396" + ContentType + FooBar + "8d9c08b1", "content-type=application/json", "{'foo':'bar'}"),
        (
            "all types",
            "000000620000005203b5cb9c" + "013000" + "013101" + "01320202" + "0133030003" + "01340400000004" + "0135050000000000000005" + "0136060005" + "6279746573"
                + "0137070004" + "75746638" + "0138080000000000000008" + "013909" + "30313233343536373839616263646566" + "63353671",
            "0=1,1=0,2=2,3=3,4=4,5=5,6=6279746573,7=utf8,8=8,9=30313233-3435-3637-3839-616263646566",
            ""),
        (
            "error",
            "0000005200000042bf23637e" + "0d3a6d6573736167652d747970650700056572726f72" + "0b3a6572726f722d636f6465070004636f6465" + "0e3a6572726f722d6d6573736167650700076d657373616765" + "6b6cea3d",
            ":message-type=error,:error-code=code,:error-message=message",
            ""),
    ];

    /// <summary>Name, frame, what is wrong.</summary>
    public static IReadOnlyList<(string Name, string Hex, EventStreamError Error)> Bad { get; } =
    [
        ("headers length", "0000003dff00010207fd8396" + ContentType + FooBar + "8d9c08b1", EventStreamError.HeadersLength),
        ("headers", "0000003d0000002007fd8396" + "0c636f6e74656e742b74797065070010" + "6170706c69636174696f6e2f6a736f6e" + FooBar + "8d9c08b1", EventStreamError.MessageChecksum),
        ("total length", "0100001d00000000fd528c5a" + FooBar + "c3653936", EventStreamError.PreludeChecksum),
        ("payload", "0000001d00000000fd528c5a" + "7b27666f6f273a27626172278d" + "c3653936", EventStreamError.MessageChecksum),
        ("small headers length", "0000003d0000012007fd8396" + ContentType + FooBar + "8d9c08b1", EventStreamError.HeadersLength),
        ("duplicate header", "00000024000000144bb982d0" + "0474657374046173646604746573740461736466" + "f3f47563", EventStreamError.DuplicateHeader),
    ];
}

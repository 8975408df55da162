"""A till that knows nothing but proto/: quote, sale, its repetition, return, an error, health. Prints one JSON object.

    python_client.py STUBS ADDRESS KEY CARD

STUBS is the folder of the code that grpc_tools.protoc made from proto/.
"""
import json
import sys

import grpc

stubs, address, key, card = sys.argv[1:]
sys.path.insert(0, stubs)
from tallystick.v1 import checkout_pb2 as checkout  # noqa: E402
from tallystick.v1 import checkout_pb2_grpc, receipt_pb2  # noqa: E402

channel = grpc.insecure_channel(address)
till = checkout_pb2_grpc.CheckoutServiceStub(channel)
call = {"metadata": [("authorization", f"Bearer {key}")], "timeout": 10}


def basket(number, **more):
    line = receipt_pb2.Line(line_number=1, sku="coffee", quantity_milli=3000, unit_price_minor=1000)
    return receipt_pb2.Receipt(business_date="2026-11-22", receipt_number=number, card_number=card, lines=[line], **more)


quote = till.Quote(checkout.QuoteRequest(receipt=basket("py-1")), **call).quote
request = checkout.SaleRequest(receipt=basket("py-1"), expected_fingerprint=quote.fingerprint)
sale = till.Sale(request, **call)
again = till.Sale(request, compression=grpc.Compression.Gzip, **call)
back = till.Return(
    checkout.ReturnRequest(
        sale_id=sale.sale_id,
        receipt=receipt_pb2.ReceiptKey(business_date="2026-11-22", receipt_number="py-2"),
        lines=[checkout.LineQuantity(line_number=1, quantity_milli=1000)],
    ),
    **call,
)
try:
    till.Quote(checkout.QuoteRequest(receipt=basket("py-3", burn_points=-1)), **call)
    refused = None
except grpc.RpcError as error:
    details = dict(error.trailing_metadata()).get("grpc-status-details-bin", b"")
    refused = {"code": error.code().name, "message": error.details(), "has_info": b"malformed" in details}

health = channel.unary_unary("/grpc.health.v1.Health/Check")(b"", timeout=10)
print(
    json.dumps(
        {
            "payable_minor": quote.totals.payable_minor,
            "booked": sale.outcome == checkout.BOOKING_OUTCOME_BOOKED,
            "active_points": sale.balance.active_points,
            "replayed": [sale.replayed, again.replayed],
            "same_sale": sale.sale_id == again.sale_id,
            "refund_minor": back.refund_minor,
            "refused": refused,
            "health": health.hex(),
        }
    )
)

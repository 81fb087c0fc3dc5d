"""Addresses of lots with their stamps, batches, labels, ranges, rolls, deliveries, keys and scratch codes."""

from django.urls import path

from .views import batches, epochs, kinds, labels, ledger, notes, producing, ranges, rolls, scratching, signing

app_name = "stamps"
urlpatterns = [
    path("san-xuat/", producing.lots, name="lots"),
    path("san-xuat/lo/<int:lot_id>/", batches.lot, name="lot"),
    path("san-xuat/lo/<int:lot_id>/thu-hoi/", batches.recall, name="recall"),
    path("tem/kich-hoat/", ranges.activate, name="activate"),
    path("tem/kich-hoat/may/", notes.register, name="register_phone"),
    path("tem/kich-hoat/may/<uuid:phone_id>/bo/", notes.retire, name="retire_phone"),
    path("tem/kich-hoat/phieu/", notes.send, name="send_notes"),
    path("tem/kich-hoat/tho.js", notes.worker, name="activation_worker"),
    path("tem/huy/", ranges.void, name="void"),
    path("tem/bao-mat/", ranges.lost, name="lost"),
    path("tem/tra-lai/", ranges.give_back, name="give_back"),
    path("tem/<int:batch_id>/", batches.batch, name="batch"),
    path("tem/<int:batch_id>/nhan/", labels.labels, name="labels"),
    path("tem/<int:batch_id>/nhan.pdf", labels.labels),
    path("tem/<int:batch_id>/da-in/", batches.printed, name="printed"),
    path("tem/don-in/", rolls.orders, name="orders"),
    path("tem/don-in/<int:batch_id>/", rolls.order, name="order"),
    path("tem/don-in/<int:batch_id>/nhan/", labels.order_labels, name="order_labels"),
    path("tem/phieu-giao/", rolls.deliveries, name="deliveries"),
    path("tem/phieu-giao/moi/", rolls.deliver, name="deliver"),
    path("tem/phieu-giao/<int:delivery_id>/", rolls.delivery, name="delivery"),
    path("tem/cuon/<int:roll_id>/", rolls.roll, name="roll"),
    path("tem/loai/", kinds.kinds, name="kinds"),
    path("tem/loai/<int:product_id>/", kinds.kind, name="kind"),
    path("tem/loai/<int:product_id>/thoi/", kinds.free, name="free_kind"),
    path("tem/so/", ledger.ledger, name="ledger"),
    path("tem/ky-khoa/", epochs.epochs, name="epochs"),
    path("tem/ky-khoa/<int:symbol>/", epochs.epoch, name="epoch"),
    path("tem/ky-khoa/<int:symbol>/thoi-cap/", epochs.close, name="close_epoch"),
    path("tem/ky-khoa/<int:symbol>/dan-lai.csv", epochs.relabel_file, name="relabel_file"),
    path("tem/khoa-ky/", signing.keys, name="signing_keys"),
    path("tem/khoa-ky/<int:number>/", signing.key, name="signing_key"),
    path("tem/dan-lai/", epochs.relabel, name="relabel"),
    path("tra-cuu/cao/", scratching.reveal, name="scratch"),
]

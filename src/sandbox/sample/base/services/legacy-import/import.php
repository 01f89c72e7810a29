<?php echo "importing\n";
